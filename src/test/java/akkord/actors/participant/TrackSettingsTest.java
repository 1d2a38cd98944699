package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.sdp.Offers;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.UpdateTrackSettings;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S-06: what a client needs of a track changes with every step of a window that is resized. */
class TrackSettingsTest extends ParticipantFixture {
  private static final String TRACK = "TR_bob";

  @BeforeEach
  void receive() {
    sees(TRACK);
    SessionDescription offer =
        SessionDescription.newBuilder()
            .setType("offer")
            .setId(1)
            .setSdp(Offers.chromium().text())
            .build();
    say(SignalRequest.newBuilder().setOffer(offer));
    until(SignalResponse.MessageCase.ANSWER);
    assertEquals(TRACK, node.expect(MediaCommand.AddDownTrack.class).spec().trackSid());
  }

  @Test
  void onlyTheLastOfManyIsPassedOn() {
    need(settings -> settings.setFps(8));
    need(settings -> settings.setFps(30));
    need(settings -> settings.setFps(15));
    seconds(1);
    assertEquals(1, passedOn().maxTemporal());
    need(settings -> settings.setFps(8));
    seconds(1);
    assertEquals(0, passedOn().maxTemporal());
  }

  @Test
  void whatIsHiddenWaitsAndWhatIsShownDoesNot() {
    need(settings -> settings.setDisabled(true));
    need(settings -> settings.setFps(15));
    assertEquals(1, passedOn().maxTemporal());
    seconds(1); // nothing is left to be done
    need(settings -> settings.setDisabled(true));
    seconds(1);
    assertTrue(passedOn().disabled());
    need(settings -> settings.setDisabled(false));
    assertFalse(passedOn().disabled());
  }

  @Test
  void whatWaitsOutlivesTheParticipant() {
    need(settings -> settings.setFps(8));
    crash(memo -> memo.subscriptions().settings().containsKey(TRACK));
    assertEquals(0, passedOn().maxTemporal());
  }

  @Test
  void tracksThatNobodyReceivesAreRemembered() {
    say(settings(UpdateTrackSettings.newBuilder().addTrackSids("TR_later").setFps(8)));
    crash(memo -> memo.subscriptions().settings().containsKey("TR_later"));
  }

  private void need(UnaryOperator<UpdateTrackSettings.Builder> what) {
    say(settings(what.apply(UpdateTrackSettings.newBuilder().addTrackSids(TRACK))));
  }

  private static SignalRequest.Builder settings(UpdateTrackSettings.Builder settings) {
    return SignalRequest.newBuilder().setTrackSetting(settings);
  }

  private DownTrackSettings passedOn() {
    return node.expect(MediaCommand.SetDownTrack.class).settings();
  }
}
