package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.util.ByteString;
import akkord.api.signal.SignalCodec.Format;
import akkord.proto.AddTrackRequest;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.TrackSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCodecTest {
  private static Optional<SignalRequest> text(String json) {
    return SignalCodec.decode(ByteString.fromString(json), Format.TEXT);
  }

  @Test
  void jsonIsProtobufJson() {
    SignalRequest expected =
        SignalRequest.newBuilder()
            .setAddTrack(AddTrackRequest.newBuilder().setCid("c").setSource(TrackSource.CAMERA))
            .build();
    assertEquals(
        Optional.of(expected), text("{\"addTrack\":{\"cid\":\"c\",\"source\":\"CAMERA\"}}"));
    assertEquals(
        Optional.of(expected), text("{\"add_track\":{\"cid\":\"c\",\"source\":1,\"x\":1}}"));
    assertEquals(7, text("{\"ping\":\"7\"}").orElseThrow().getPing());
    assertEquals(7, text("{\"ping\":7}").orElseThrow().getPing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "1", "{", "{\"mute\":1}", "{\"ping\":\"x\"}", "{}}"})
  void otherText(String json) {
    assertTrue(
        text(json).isEmpty()
            || text(json).get().getMessageCase() == SignalRequest.MessageCase.MESSAGE_NOT_SET,
        json);
  }

  @Test
  void deepNestingIsRefusedNotFatal() {
    assertTrue(text("{\"a\":".repeat(100_000)).isEmpty());
    assertTrue(text("[".repeat(1_000_000)).isEmpty());
  }

  @Test
  void responsesInBothFormats() throws Exception {
    SignalResponse response =
        SignalResponse.newBuilder()
            .setLeave(LeaveRequest.newBuilder().setReason(DisconnectReason.SERVER_SHUTDOWN))
            .build();
    assertEquals(
        "{\"leave\":{\"reason\":\"SERVER_SHUTDOWN\"}}",
        SignalCodec.encode(response, Format.TEXT).asTextMessage().getStrictText());
    byte[] bytes =
        SignalCodec.encode(response, Format.BINARY).asBinaryMessage().getStrictData().toArray();
    assertEquals(response, SignalResponse.parseFrom(bytes));
    SignalResponse answer =
        SignalResponse.newBuilder()
            .setAnswer(SessionDescription.newBuilder().setSdp("v=0\r\n<>'\"").setId(7))
            .build();
    String json = SignalCodec.encode(answer, Format.TEXT).asTextMessage().getStrictText();
    SignalResponse.Builder back = SignalResponse.newBuilder();
    com.google.protobuf.util.JsonFormat.parser().merge(json, back);
    assertEquals(answer, back.build());
  }
}
