package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.RunningServer;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import java.io.IOException;
import org.junit.jupiter.api.Assertions;

/** Alice publishes audio and video, bob receives both; and all that has to work between them. */
final class Call implements AutoCloseable {
  private static final long ALICE = 1000;
  private static final long CAROL = 3000;

  private final RunningServer server;
  private final Clients clients;
  private final String room;
  private final Peer alice;
  private final Peer bob;
  private final Flow audio;
  private final Flow video;

  /** Returns once both streams arrive. */
  Call(RunningServer server, Clients clients, String room) throws IOException {
    this.server = server;
    this.clients = clients;
    this.room = room;
    alice = Peer.publisher(clients, "alice", ALICE).join(server.url(), room).awaitConnected();
    bob = Peer.listener(clients, "bob").join(server.url(), room).awaitConnected();
    audio = new Flow(alice.audio(), bob.reception(ALICE), "audio in " + room);
    video = new Flow(alice.video(), bob.reception(ALICE + 1), "video in " + room);
    audio.awaitMoving();
    video.awaitMoving();
    audio.reception().report();
    video.reception().report();
  }

  String room() {
    return room;
  }

  Peer alice() {
    return alice;
  }

  Peer bob() {
    return bob;
  }

  Flow audio() {
    return audio;
  }

  Flow video() {
    return video;
  }

  /** The sid of one of alice's tracks, as bob knows it. */
  String track(boolean ofVideo) {
    return Await.value(() -> bob.conversation().track("alice", ofVideo), () -> "a track; " + bob)
        .getSid();
  }

  /** Lets some packets come and looks whether any was missed since the last look. */
  void assertUninterrupted(int packets) {
    audio.awaitMore(packets);
    audio.assertUninterrupted();
    video.assertUninterrupted();
  }

  /** Alice mutes and unmutes: bob is told, and hears it. */
  void mutingWorks() {
    mute(true);
    audio.awaitStopped(video);
    mute(false);
    audio.awaitMoving();
  }

  /** Alice mutes or unmutes her audio, and bob is told. */
  void mute(boolean muted) {
    alice.mute(track(false), muted);
    Await.until(
        () ->
            bob.conversation()
                .track("alice", false)
                .filter(info -> info.getMuted() == muted)
                .isPresent(),
        () -> "bob is told that muted is " + muted + "; " + bob);
  }

  /** Bob does without the video for a while. */
  void subscribingWorks() {
    String track = track(true);
    bob.subscribe(track, false);
    video.awaitStopped(audio);
    bob.subscribe(track, true);
    video.awaitMoving();
    audio.awaitMoving();
  }

  /** Carol comes, is seen and heard, sees and hears, and goes. */
  void newcomersAreWelcome() throws IOException {
    try (Peer carol = Peer.publisher(clients, "carol", CAROL).join(server.url(), room)) {
      carol.awaitConnected();
      assertTrue(carol.conversation().other("alice").isPresent(), carol::toString);
      assertTrue(carol.conversation().other("bob").isPresent(), carol::toString);
      awaitActive(alice, "carol");
      awaitActive(bob, "carol");
      new Flow(alice.audio(), carol.reception(ALICE), "alice to carol").awaitMoving();
      new Flow(alice.video(), carol.reception(ALICE + 1), "alice to carol").awaitMoving();
      new Flow(carol.audio(), alice.reception(CAROL), "carol to alice").awaitMoving();
      new Flow(carol.video(), bob.reception(CAROL + 1), "carol to bob").awaitMoving();
      carol.leave();
      awaitGone(alice, "carol");
      awaitGone(bob, "carol");
    }
  }

  /** Waits until a peer is told that somebody is there. */
  void awaitActive(Peer peer, String name) {
    Await.until(
        () ->
            peer.conversation()
                .other(name)
                .filter(info -> info.getState() == ParticipantInfo.State.ACTIVE)
                .isPresent(),
        () -> name + " is announced in " + room + "; " + peer);
  }

  private void awaitGone(Peer peer, String name) {
    ParticipantInfo gone =
        Await.value(
            () -> peer.conversation().gone(name),
            () -> name + "'s leaving in " + room + "; " + peer);
    Assertions.assertEquals(DisconnectReason.CLIENT_INITIATED, gone.getDisconnectReason());
  }

  /** Alice goes: bob is told, and stays. */
  void leavingWorks() {
    alice.leave();
    awaitGone(bob, "alice");
    assertTrue(bob.conversation().leave().isEmpty(), bob::toString);
  }

  @Override
  public void close() {
    alice.close();
    bob.close();
  }
}
