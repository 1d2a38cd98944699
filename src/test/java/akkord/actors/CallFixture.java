package akkord.actors;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.media.sdp.Offers;
import akkord.proto.AddTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.SignalResponse.MessageCase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Clients that join, publish and are given permissions. */
abstract class CallFixture extends EntityFixture {
  /** A client in single-PC mode whose first offer was answered. */
  TestClient joined(String identity) {
    return joined(Samples.options(room, identity));
  }

  TestClient joined(JoinOptions options) {
    TestClient client = new TestClient(kit, entities, options);
    client.join();
    client.negotiate(1, Offers.chromium().text());
    return client;
  }

  /** Publishes a camera; answers its sid. */
  static String publishCamera(TestClient client) {
    String sid = announce(client, Samples.camera("cam"));
    client.negotiate(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    return sid;
  }

  static String announce(TestClient client, AddTrackRequest track) {
    client.say(request -> request.setAddTrack(track));
    return client.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack().getSid();
  }

  /** The room service replaces somebody's permission. */
  ParticipantInfo permit(String identity, ParticipantPermission permission) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    ParticipantOrder order = new ParticipantOrder.Update("", "", Map.of(), Optional.of(permission));
    entities.participant(room, identity).tell(new Participant.Administer(order, probe.getRef()));
    return ((ParticipantReply.Done) probe.receiveMessage(Duration.ofSeconds(20))).info();
  }
}
