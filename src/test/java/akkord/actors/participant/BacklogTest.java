package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantUpdate;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse;
import akkord.proto.SpeakerInfo;
import akkord.proto.SpeakersChanged;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  private static SignalResponse mute(int number) {
    return SignalResponse.newBuilder()
        .setMute(MuteTrackRequest.newBuilder().setSid("TR_" + number))
        .build();
  }

  private static SignalResponse speaks(String sid, boolean active) {
    return SignalResponse.newBuilder()
        .setSpeakersChanged(
            SpeakersChanged.newBuilder()
                .addSpeakers(SpeakerInfo.newBuilder().setSid(sid).setActive(active)))
        .build();
  }

  @Test
  void keepsWhatIsNotSaidAgain() {
    backlog.keep(mute(1));
    backlog.keep(
        SignalResponse.newBuilder().setUpdate(ParticipantUpdate.getDefaultInstance()).build());
    backlog.keep(
        SignalResponse.newBuilder().setOffer(SessionDescription.getDefaultInstance()).build());
    backlog.keep(mute(2));
    assertEquals(List.of(mute(1), mute(2)), backlog.take());
    assertEquals(List.of(), backlog.take());
  }

  @Test
  void ofASpeakerOnlyTheLastWordCounts() {
    backlog.keep(speaks("PA_1", true));
    backlog.keep(speaks("PA_2", true));
    backlog.keep(speaks("PA_1", false));
    List<SpeakerInfo> told = backlog.take().getFirst().getSpeakersChanged().getSpeakersList();
    assertEquals(List.of("PA_1", "PA_2"), told.stream().map(SpeakerInfo::getSid).toList());
    assertEquals(List.of(false, true), told.stream().map(SpeakerInfo::getActive).toList());
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 2 * Backlog.MAX_MESSAGES; i++) {
      backlog.keep(mute(i));
      backlog.keep(speaks("PA_" + i, true));
    }
    List<SignalResponse> kept = backlog.take();
    assertEquals(Backlog.MAX_MESSAGES + 1, kept.size());
    assertEquals(mute(Backlog.MAX_MESSAGES), kept.getFirst());
    assertEquals(Backlog.MAX_MESSAGES, kept.getLast().getSpeakersChanged().getSpeakersCount());
  }
}
