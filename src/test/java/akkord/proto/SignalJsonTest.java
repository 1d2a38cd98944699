package akkord.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import org.junit.jupiter.api.Test;

/** Text frames of the signal connection: protojson, as LiveKit's debugging clients send it. */
class SignalJsonTest {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private static SignalRequest parse(String json) throws InvalidProtocolBufferException {
    SignalRequest.Builder request = SignalRequest.newBuilder();
    PARSER.merge(json, request);
    return request.build();
  }

  @Test
  void fieldsAreCamelCaseAndEnumsAreNames() throws Exception {
    SignalRequest request =
        SignalRequest.newBuilder()
            .setAddTrack(
                AddTrackRequest.newBuilder()
                    .setCid("cid")
                    .setType(TrackType.VIDEO)
                    .setDisableRed(true)
                    .addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("vp8")))
            .build();

    String json = PRINTER.print(request);

    assertEquals(
        "{\"addTrack\":{\"cid\":\"cid\",\"type\":\"VIDEO\","
            + "\"simulcastCodecs\":[{\"codec\":\"vp8\"}],\"disableRed\":true}}",
        json);
    assertEquals(request, parse(json));
  }

  @Test
  void int64IsAStringAndReadFromBothForms() throws Exception {
    SignalRequest ping = SignalRequest.newBuilder().setPing(1_790_000_000_123L).build();

    assertEquals("{\"ping\":\"1790000000123\"}", PRINTER.print(ping));
    assertEquals(ping, parse("{\"ping\":\"1790000000123\"}"));
    assertEquals(ping, parse("{\"ping\":1790000000123}"));
  }

  @Test
  void snakeCaseIsReadTooAndCandidateInitKeepsItsName() throws Exception {
    assertEquals("cid", parse("{\"add_track\":{\"cid\":\"cid\"}}").getAddTrack().getCid());
    assertEquals(
        "{\"trickle\":{\"candidateInit\":\"{}\",\"target\":\"SUBSCRIBER\"}}",
        PRINTER.print(
            SignalRequest.newBuilder()
                .setTrickle(
                    TrickleRequest.newBuilder()
                        .setCandidateInit("{}")
                        .setTarget(SignalTarget.SUBSCRIBER))
                .build()));
  }

  @Test
  void unknownFieldsAreIgnoredAndBadJsonIsRefused() throws Exception {
    SignalRequest request = parse("{\"mute\":{\"sid\":\"TR_1\",\"muted\":true,\"later\":[1]}}");

    assertEquals(
        MuteTrackRequest.newBuilder().setSid("TR_1").setMuted(true).build(), request.getMute());
    assertEquals(
        SignalRequest.MessageCase.MESSAGE_NOT_SET, parse("{\"later\":{}}").getMessageCase());
    assertThrows(InvalidProtocolBufferException.class, () -> parse("{\"mute\":"));
  }

  @Test
  void theSdkReadsOurBytesAndWritesTheSame() throws Exception {
    SignalResponse join =
        SignalResponse.newBuilder()
            .setJoin(
                JoinResponse.newBuilder()
                    .setRoom(Room.newBuilder().setSid("RM_1").setName("blue").setCreationTimeMs(7))
                    .setParticipant(
                        ParticipantInfo.newBuilder()
                            .setSid("PA_1")
                            .setState(ParticipantInfo.State.JOINED)
                            .putAttributes("k", "v")
                            .setPermission(
                                ParticipantPermission.newBuilder()
                                    .setCanPublish(true)
                                    .addCanPublishSources(TrackSource.CAMERA)
                                    .addCanPublishSources(TrackSource.MICROPHONE)))
                    .setPingInterval(5)
                    .setServerInfo(ServerInfo.newBuilder().setEdition(ServerInfo.Edition.Standard)))
            .build();

    livekit.LivekitRtc.SignalResponse theirs =
        livekit.LivekitRtc.SignalResponse.parseFrom(join.toByteArray());

    assertEquals("blue", theirs.getJoin().getRoom().getName());
    assertArrayEquals(join.toByteArray(), theirs.toByteArray());
    assertEquals(PRINTER.print(join), PRINTER.print(theirs));
  }

  @Test
  void whatWeDoNotKnowTravelsThroughUntouched() throws Exception {
    byte[] bytes =
        ParticipantInfo.newBuilder()
            .setIdentity("bob")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(3).build())
                    .build())
            .build()
            .toByteArray();

    assertArrayEquals(bytes, ParticipantInfo.parseFrom(bytes).toBuilder().build().toByteArray());
  }
}
