package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.actors.participant.Permit;
import akkord.proto.ParticipantInfo;
import akkord.proto.SubscriptionPermission;
import akkord.proto.TrackPermission;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionPolicyTest {
  private static Joiner joiner(ParticipantInfo info) {
    return new Joiner(info, true, "", Optional.empty());
  }

  private static final Joiner BOB = joiner(Samples.participant("PA_bob", "bob"));

  private static SubscriptionPolicy policy(TrackPermission.Builder... entries) {
    SubscriptionPermission.Builder permission = SubscriptionPermission.newBuilder();
    for (TrackPermission.Builder entry : entries) {
      permission.addTrackPermissions(entry);
    }
    return new SubscriptionPolicy(permission.build());
  }

  @Test
  void everybodyMayByDefault() {
    assertEquals(Permit.ALL, SubscriptionPolicy.EVERYBODY.permit(BOB));
  }

  @Test
  void whoIsNotListedMayNot() {
    assertEquals(Permit.NONE, policy().permit(BOB));
    assertEquals(
        Permit.NONE,
        policy(TrackPermission.newBuilder().setParticipantIdentity("carol").setAllTracks(true))
            .permit(BOB));
  }

  @Test
  void identitiesAndSidsAreUnderstood() {
    TrackPermission.Builder byIdentity =
        TrackPermission.newBuilder().setParticipantIdentity("bob").addTrackSids("TR_1");
    TrackPermission.Builder bySid =
        TrackPermission.newBuilder().setParticipantSid("PA_bob").addTrackSids("TR_2");
    Permit permit = policy(byIdentity, bySid).permit(BOB);
    assertTrue(permit.allows("TR_1"));
    assertTrue(permit.allows("TR_2"));
    assertFalse(permit.allows("TR_3"));
  }

  @Test
  void severalEntriesAddUp() {
    TrackPermission.Builder one =
        TrackPermission.newBuilder().setParticipantIdentity("bob").addTrackSids("TR_1");
    TrackPermission.Builder all =
        TrackPermission.newBuilder().setParticipantIdentity("bob").setAllTracks(true);
    assertTrue(policy(one, all).permit(BOB).allows("TR_9"));
  }

  @Test
  void aLongListForOneSubscriberTakesNoTimeWorthTelling() {
    TrackPermission.Builder[] entries = new TrackPermission.Builder[20_000];
    for (int i = 0; i < entries.length; i++) {
      entries[i] =
          TrackPermission.newBuilder().setParticipantIdentity("bob").addTrackSids("TR_" + i);
    }
    assertEquals(entries.length, policy(entries).permit(BOB).tracks().size());
  }

  @Test
  void recordersMayReceiveEverything() {
    ParticipantInfo info = Samples.participant("PA_tape", "tape");
    Joiner recorder =
        joiner(
            info.toBuilder()
                .setPermission(Samples.permission().toBuilder().setRecorder(true))
                .build());
    Joiner egress = joiner(info.toBuilder().setKind(ParticipantInfo.Kind.EGRESS).build());
    Joiner agent = joiner(info.toBuilder().setKind(ParticipantInfo.Kind.AGENT).build());
    assertEquals(Permit.ALL, policy().permit(recorder));
    assertEquals(Permit.ALL, policy().permit(egress));
    assertEquals(Permit.NONE, policy().permit(agent));
  }
}
