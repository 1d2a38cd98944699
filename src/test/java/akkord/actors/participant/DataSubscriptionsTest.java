package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.proto.DataTrackInfo;
import akkord.proto.DataTrackSubscriberHandles.PublishedDataTrack;
import akkord.proto.ParticipantInfo;
import akkord.proto.UpdateDataSubscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataSubscriptionsTest {
  private final Permits permits = new Permits();
  private final DataSubscriptions tracks = subscriptions();

  private DataSubscriptions subscriptions() {
    return new DataSubscriptions(permits, true, false);
  }

  private static ParticipantInfo alice(String... sids) {
    ParticipantInfo.Builder info = Samples.participant("PA_alice", "alice").toBuilder();
    for (String sid : sids) {
      info.addDataTracks(DataTrackInfo.newBuilder().setSid(sid));
    }
    return info.build();
  }

  private void choose(String sid, boolean subscribe) {
    tracks.choose(
        UpdateDataSubscription.newBuilder()
            .addUpdates(
                UpdateDataSubscription.Update.newBuilder().setTrackSid(sid).setSubscribe(subscribe))
            .build());
  }

  private DataSubscriptions.Change change() {
    return tracks.reconcile(true);
  }

  private static DataSubscriptions.Change begins(String sid, int handle) {
    return new DataSubscriptions.Change(Map.of(sid, handle), List.of());
  }

  private static DataSubscriptions.Change ends(String sid) {
    return new DataSubscriptions.Change(Map.of(), List.of(sid));
  }

  @Test
  void nothingIsReceivedUnlessItIsChosen() {
    tracks.learn(alice("DTR_1", "DTR_2"));
    assertTrue(change().isEmpty());
    choose("DTR_2", true);
    assertEquals(begins("DTR_2", 1), change());
    assertTrue(change().isEmpty());
    assertEquals(
        Map.of(
            1,
            PublishedDataTrack.newBuilder()
                .setPublisherIdentity("alice")
                .setPublisherSid("PA_alice")
                .setTrackSid("DTR_2")
                .build()),
        tracks.message().getSubHandlesMap());
    choose("DTR_2", false);
    assertEquals(ends("DTR_2"), change());
    assertEquals(Map.of(), tracks.message().getSubHandlesMap());
  }

  @Test
  void whoSubscribesToAllReceivesAllButWhatItDoesNotWant() {
    DataSubscriptions all = new DataSubscriptions(permits, true, true);
    all.learn(alice("DTR_1"));
    assertEquals(begins("DTR_1", 1), all.reconcile(true));
    assertEquals(Map.of("DTR_1", "PA_alice"), all.chosen());
    all.choose(
        UpdateDataSubscription.newBuilder()
            .addUpdates(UpdateDataSubscription.Update.newBuilder().setTrackSid("DTR_1"))
            .build());
    assertEquals(ends("DTR_1"), all.reconcile(true));
    assertEquals(Map.of(), all.chosen());
  }

  @Test
  void aChoiceMayComeBeforeItsTrackAndAHandleIsNotGivenAgainSoon() {
    choose("DTR_1", true);
    assertTrue(change().isEmpty());
    tracks.learn(alice("DTR_1"));
    assertEquals(begins("DTR_1", 1), change());
    tracks.forgetVanished(alice("DTR_1"), alice(), false);
    assertEquals(ends("DTR_1"), change());
    tracks.learn(alice("DTR_1"));
    assertTrue(change().isEmpty()); // the choice went with the track
    choose("DTR_1", true);
    assertEquals(begins("DTR_1", 2), change());
  }

  @Test
  void permissionsOfTheServerAndOfThePublisherCount() {
    tracks.learn(alice("DTR_1"));
    choose("DTR_1", true);
    tracks.allow(false);
    assertTrue(change().isEmpty());
    tracks.allow(true);
    assertEquals(begins("DTR_1", 1), change());
    permits.set("PA_alice", Permit.NONE);
    assertEquals(ends("DTR_1"), change());
    permits.set("PA_alice", new Permit(false, Set.of("DTR_1")));
    assertEquals(begins("DTR_1", 2), change());
  }

  @Test
  void withoutAChannelNothingIsReceived() {
    tracks.learn(alice("DTR_1"));
    choose("DTR_1", true);
    assertTrue(tracks.reconcile(false).isEmpty());
    change();
    assertEquals(ends("DTR_1"), tracks.reconcile(false));
    assertEquals(begins("DTR_1", 2), change());
  }

  @Test
  void aMemoKeepsHandlesAndChoices() {
    tracks.learn(alice("DTR_1", "DTR_2"));
    choose("DTR_1", true);
    choose("DTR_2", true);
    change();
    DataSubscriptions again = subscriptions();
    again.restore(tracks.memo());
    again.learn(alice("DTR_1", "DTR_2"));
    assertTrue(again.reconcile(true).isEmpty());
    assertEquals(tracks.message(), again.message());
    again.forgetVanished(alice("DTR_1", "DTR_2"), alice("DTR_2"), false);
    assertEquals(ends("DTR_1"), again.reconcile(true));
  }

  @Test
  void neitherChoicesNorHandlesGrowWithoutBound() {
    String[] sids = new String[DataSubscriptions.MAX_RECEIVED + 100];
    for (int i = 0; i < sids.length; i++) {
      sids[i] = "DTR_" + i;
      choose(sids[i], true);
    }
    choose("x".repeat(100), true);
    assertEquals(4096, tracks.memo().choices().size());
    tracks.learn(alice(sids));
    assertEquals(DataSubscriptions.MAX_RECEIVED, change().begun().size());
    assertEquals(DataSubscriptions.MAX_RECEIVED, Set.copyOf(tracks.received().values()).size());
  }
}
