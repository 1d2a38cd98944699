package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParticipantUpdatesTest {
  private static ParticipantInfo person(int number) {
    return Samples.participant("PA_" + number, "person " + number);
  }

  private static ParticipantInfo replaced(int number) {
    return person(number).toBuilder()
        .setState(ParticipantInfo.State.DISCONNECTED)
        .setDisconnectReason(DisconnectReason.DUPLICATE_IDENTITY)
        .build();
  }

  private static List<ParticipantInfo> all(List<SignalResponse> messages) {
    List<ParticipantInfo> all = new ArrayList<>();
    messages.forEach(message -> all.addAll(message.getUpdate().getParticipantsList()));
    return all;
  }

  @Test
  void aFewShareAMessage() {
    List<ParticipantInfo> news = List.of(person(1), person(2), person(3));
    List<SignalResponse> messages = ParticipantUpdates.messages(news);
    assertEquals(1, messages.size());
    assertEquals(news, all(messages));
    assertEquals(List.of(), ParticipantUpdates.messages(List.of()));
  }

  @Test
  void manyTakeSeveralMessagesOfBoundedSize() {
    List<ParticipantInfo> news = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      news.add(person(i).toBuilder().setMetadata("m".repeat(10_000)).build());
    }
    news.add(50, person(1000).toBuilder().setMetadata("m".repeat(300_000)).build());
    List<SignalResponse> messages = ParticipantUpdates.messages(news);
    assertEquals(news, all(messages));
    for (SignalResponse message : messages) {
      assertTrue(
          message.getSerializedSize() <= (128 << 10) + 1024
              || message.getUpdate().getParticipantsCount() == 1);
    }
  }

  @Test
  void replacedSessionsStandAloneSoThatNewerClientsCanBeSparedThem() {
    List<ParticipantInfo> news = List.of(person(1), replaced(2), replaced(3), person(4));
    List<SignalResponse> messages = ParticipantUpdates.messages(news);
    assertEquals(3, messages.size());
    assertEquals(news, all(messages));
    assertFalse(ParticipantUpdates.isReplaced(messages.get(0)));
    assertTrue(ParticipantUpdates.isReplaced(messages.get(1)));
    assertFalse(ParticipantUpdates.isReplaced(messages.get(2)));
  }
}
