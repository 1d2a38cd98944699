package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akkord.actors.Samples;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SubscriptionError;
import akkord.proto.SubscriptionResponse;
import akkord.proto.UpdateSubscription;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissingTracksTest extends ParticipantFixture {
  private void choose(boolean subscribe, String... tracks) {
    UpdateSubscription choice =
        UpdateSubscription.newBuilder()
            .setSubscribe(subscribe)
            .addAllTrackSids(List.of(tracks))
            .build();
    say(SignalRequest.newBuilder().setSubscription(choice));
  }

  private void expectNotFound(String track) {
    assertEquals(
        SubscriptionResponse.newBuilder()
            .setTrackSid(track)
            .setErr(SubscriptionError.SE_TRACK_NOTFOUND)
            .build(),
        until(SignalResponse.MessageCase.SUBSCRIPTION_RESPONSE).getSubscriptionResponse());
  }

  @Test
  void aTrackThatDoesNotComeInAMinuteIsNotFound() {
    choose(true, "TR_none", "TR_late");
    seconds(30);
    sees("TR_late");
    choose(true, "TR_later");
    seconds(31);
    expectNotFound("TR_none");
    seconds(30);
    expectNotFound("TR_later"); // TR_late would have come before
  }

  @Test
  void whatIsNotWantedAnyMoreIsNotAwaited() {
    choose(true, "TR_1", "TR_2");
    seconds(50);
    choose(false, "TR_1", "TR_2");
    choose(true, "TR_1");
    seconds(50);
    choose(true, "TR_3");
    seconds(10);
    expectNotFound("TR_1");
    seconds(50);
    expectNotFound("TR_3"); // TR_2 would have come before
  }

  @Test
  void aParticipantThatComesBackGoesOnWaiting() {
    choose(true, "TR_none");
    seconds(30);
    crash(memo -> memo.subscriptions().choices().containsKey("TR_none"));
    seconds(61);
    expectNotFound("TR_none");
  }

  @Test
  void givingUpIsForWhatIsMissingAndWanted() {
    Subscriptions subscriptions = new Subscriptions("PA_me", Samples.options("r", "me"));
    assertFalse(subscriptions.giveUp("TR_never"));
    subscriptions.choose(
        UpdateSubscription.newBuilder().setSubscribe(false).addTrackSids("TR_not").build());
    assertFalse(subscriptions.giveUp("TR_not"));
    assertEquals(Set.of(), subscriptions.missing());
  }
}
