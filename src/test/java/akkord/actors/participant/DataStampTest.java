package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.proto.ChatMessage;
import akkord.proto.DataPacket;
import akkord.proto.DataStream;
import akkord.proto.MetricsBatch;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RpcRequest;
import akkord.proto.Transcription;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataStampTest {
  private static final DataStamp PERSON = new DataStamp("PA_a", "alice", false);
  private static final DataStamp AGENT = new DataStamp("PA_b", "robot", true);

  private static DataPacket.Builder lie() {
    return DataPacket.newBuilder().setParticipantIdentity("bob").setParticipantSid("PA_x");
  }

  @Test
  void theSendersNameIsOursWhateverTheClientSays() {
    DataPacket packet = lie().setRpcRequest(RpcRequest.newBuilder().setId("1")).build();
    DataPacket stamped = PERSON.stamp(packet).orElseThrow();
    assertEquals("alice", stamped.getParticipantIdentity());
    assertEquals("PA_a", stamped.getParticipantSid());
    assertEquals(packet.getRpcRequest(), stamped.getRpcRequest());
  }

  @Test
  void bothPlacesOfNamesAndDestinationsSayTheSame() {
    UserPacket user =
        UserPacket.newBuilder()
            .setPayload(ByteString.copyFromUtf8("x"))
            .setParticipantIdentity("bob")
            .addDestinationIdentities("carol")
            .addDestinationSids("PA_d")
            .build();
    DataPacket stamped =
        PERSON.stamp(lie().addDestinationIdentities("dave").setUser(user).build()).orElseThrow();
    assertEquals("alice", stamped.getUser().getParticipantIdentity());
    assertEquals("PA_a", stamped.getUser().getParticipantSid());
    assertEquals(List.of("dave", "carol"), stamped.getDestinationIdentitiesList());
    assertEquals(List.of("dave", "carol"), stamped.getUser().getDestinationIdentitiesList());
    assertEquals(List.of("PA_d"), stamped.getUser().getDestinationSidsList());
  }

  @Test
  void onlyAgentsSpeakForOthersAndItShows() {
    DataPacket chat = lie().setChatMessage(ChatMessage.newBuilder().setMessage("hi")).build();
    DataPacket text =
        lie()
            .setStreamHeader(
                DataStream.Header.newBuilder()
                    .setTextHeader(DataStream.TextHeader.getDefaultInstance()))
            .build();
    assertEquals("alice", PERSON.stamp(chat).orElseThrow().getParticipantIdentity());
    assertFalse(PERSON.stamp(chat).orElseThrow().getChatMessage().getGenerated());
    assertEquals("bob", AGENT.stamp(chat).orElseThrow().getParticipantIdentity());
    assertTrue(AGENT.stamp(chat).orElseThrow().getChatMessage().getGenerated());
    DataPacket spoken = AGENT.stamp(text).orElseThrow();
    assertEquals("bob", spoken.getParticipantIdentity());
    assertTrue(spoken.getStreamHeader().getTextHeader().getGenerated());
    DataPacket chunk = lie().setStreamChunk(DataStream.Chunk.newBuilder().setStreamId("s")).build();
    assertEquals("robot", AGENT.stamp(chunk).orElseThrow().getParticipantIdentity());
  }

  @Test
  void transcriptionsAreForAgentsAndMetricsForNobody() {
    DataPacket said = lie().setTranscription(Transcription.getDefaultInstance()).build();
    assertTrue(PERSON.stamp(said).isEmpty());
    assertTrue(AGENT.stamp(said).isPresent());
    DataPacket metrics = lie().setMetrics(MetricsBatch.getDefaultInstance()).build();
    assertTrue(AGENT.stamp(metrics).isEmpty());
  }

  @Test
  void aHiddenSenderHasNoIdentity() {
    ParticipantInfo hidden =
        ParticipantInfo.newBuilder()
            .setIdentity("ghost")
            .setPermission(ParticipantPermission.newBuilder().setHidden(true))
            .build();
    DataPacket stamped = DataStamp.of(hidden, "PA_g").stamp(lie().build()).orElseThrow();
    assertEquals("", stamped.getParticipantIdentity());
    assertEquals("PA_g", stamped.getParticipantSid());
  }
}
