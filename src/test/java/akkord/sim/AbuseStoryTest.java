package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DropReason;
import akkord.media.MediaCommand;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent;
import akkord.media.MediaEvent.TransportFailure;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers, liars and changing networks do to a call: nothing. */
class AbuseStoryTest {
  private final Call call = new Call(11);
  private SimPeer alice;
  private SimPeer bob;
  private Publication camera;
  private Reception view;

  @BeforeEach
  void talk() {
    call.network().delay(Duration.ofMillis(10));
    alice = call.join("alice");
    bob = call.join("bob");
    camera = alice.publish(Codec.VP8, 1);
    view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
  }

  @Test
  void aPublisherThatChangesItsAddressGoesOn() {
    int addresses = call.worker().addresses();
    alice.moveTo(Call.address("10.2.0.1", 6000));
    long moved = call.now();
    call.run(Duration.ofSeconds(2));
    assertTrue(view.complete(0, moved) > 55, view.complete(0, moved) + " frames");
    assertEquals(addresses + 1, call.worker().addresses());
    assertEquals(0, view.gaps());
  }

  @Test
  void aSubscriberThatChangesItsAddressGoesOn() {
    bob.moveTo(Call.address("10.2.0.2", 6000));
    long moved = call.now();
    call.run(Duration.ofSeconds(2));
    assertTrue(view.complete(0, moved) > 55, view.complete(0, moved) + " frames");
  }

  @Test
  void aParticipantCannotTakeAnothersAddress() {
    SimPeer mallory = call.join("mallory");
    Publication other = mallory.publish(Codec.VP8, 1);
    Reception otherView = bob.subscribe(other, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    long stolen = call.now();
    for (int i = 0; i < 200; i++) {
      byte[] forged = mallory.check();
      call.socket().deliver(forged, 0, forged.length, alice.address());
      call.run(Duration.ofMillis(10));
    }
    assertTrue(view.complete(0, stolen) > 55, view.complete(0, stolen) + " frames");
    assertTrue(otherView.complete(0, stolen) > 55, "nor is its own call harmed");
    assertEquals(200, call.counters().dropped(DropReason.STUN_ADDRESS_TAKEN));
  }

  @Test
  void anAddressThatFellSilentIsAnothersToTake() {
    SimPeer mallory = call.join("mallory");
    Publication other = mallory.publish(Codec.VP8, 1);
    Reception otherView = bob.subscribe(other, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    InetSocketAddress former = alice.address();
    alice.moveTo(Call.address("10.2.0.1", 6000));
    call.run(Duration.ofSeconds(6));
    mallory.moveTo(former);
    long moved = call.now();
    call.run(Duration.ofSeconds(2));
    assertTrue(otherView.complete(0, moved) > 55, otherView.complete(0, moved) + " frames");
  }

  @Test
  void aReplayedPacketIsDropped() {
    long before = view.packets();
    call.run(Duration.ofMillis(5));
    byte[] packet = alice.lastRtp();
    for (int i = 0; i < 100; i++) {
      alice.send(packet);
    }
    call.run(Duration.ofMillis(50));
    assertTrue(call.counters().dropped(DropReason.SRTP_REPLAYED) >= 100);
    assertTrue(view.packets() - before <= 6);
  }

  @Test
  void aMillionSourcesLeaveNoTrace() {
    // Authentic, but nothing says which track they belong to: the worst a participant can do.
    Random random = new Random(1);
    byte[] packet = new byte[60];
    ByteBuffer rtp = ByteBuffer.wrap(packet);
    rtp.put(0, (byte) 0x80).put(1, (byte) 101);
    flood(packet, rtp, random, 10_000);
    long before = usedMemory();
    flood(packet, rtp, random, 990_000);
    long grown = usedMemory() - before;
    assertEquals(1_000_000, call.counters().dropped(DropReason.RTP_UNKNOWN_STREAM));
    assertTrue(grown < 4_000_000, grown + " bytes grown");
    long flooded = call.now();
    call.run(Duration.ofSeconds(1));
    assertTrue(view.complete(0, flooded) > 25);
  }

  private void flood(byte[] packet, ByteBuffer rtp, Random random, int count) {
    for (int i = 0; i < count; i++) {
      rtp.putShort(2, (short) i).putInt(8, random.nextInt());
      call.socket().deliver(packet, 0, packet.length, alice.address());
      if (i % 64 == 63 || i == count - 1) {
        call.worker().doWork(call.now());
      }
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void strangersAreNotRemembered() {
    int addresses = call.worker().addresses();
    byte[] garbage = new byte[200];
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(garbage);
      InetSocketAddress stranger =
          Call.address("10.9." + random.nextInt(256) + "." + random.nextInt(256), 1000 + i);
      call.socket().deliver(garbage, 0, 1 + random.nextInt(199), stranger);
      call.worker().doWork(call.now());
    }
    assertEquals(addresses, call.worker().addresses());
    assertTrue(call.counters().dropped(DropReason.UNKNOWN_ADDRESS) > 19_000);
  }

  @Test
  void garbageFromAParticipantHarmsNobody() {
    byte[] garbage = new byte[200];
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      random.nextBytes(garbage);
      garbage[0] = (byte) (0x80 | (garbage[0] & 0x3F));
      garbage[1] = (byte) (i % 2 == 0 ? 200 + random.nextInt(8) : 96);
      call.socket().deliver(garbage, 0, 1 + random.nextInt(199), alice.address());
      call.worker().doWork(call.now());
    }
    assertEquals(0, call.counters().get(MediaCounter.TRANSPORT_CRASHES));
    long after = call.now();
    call.run(Duration.ofSeconds(1));
    assertTrue(view.complete(0, after) > 25, call.counters().toString());
  }

  @Test
  void aPeerThatFallsSilentIsGivenUp() {
    call.network().loss(1);
    call.run(Duration.ofSeconds(14));
    assertEquals(0, call.events(MediaEvent.TransportSilent.class).size());
    call.run(Duration.ofSeconds(2));
    assertEquals(2, call.events(MediaEvent.TransportSilent.class).size());
    call.run(Duration.ofSeconds(8));
    assertEquals(0, call.events(MediaEvent.TransportFailed.class).size());
    call.run(Duration.ofSeconds(2));
    assertEquals(2, call.events(MediaEvent.TransportFailed.class).size());
    assertEquals(
        TransportFailure.ICE_DISCONNECTED,
        call.events(MediaEvent.TransportFailed.class).getFirst().failure());
    assertEquals(0, call.worker().addresses());
    assertEquals(0, call.counters().get(MediaCounter.TRANSPORTS));
    assertEquals(0, call.counters().get(MediaCounter.DOWN_TRACKS));
  }

  @Test
  void ordersMayBeRepeatedAndComeTooLate() {
    call.order(new MediaCommand.AddUpTrack("alice", camera.spec("room")));
    call.order(new MediaCommand.CloseTransport("nobody"));
    call.order(new MediaCommand.SetDownTrack("bob", "TR_unknown", DownTrackSettings.ALL));
    call.order(new MediaCommand.DescribeTrack("room", camera.sid()));
    call.run(Duration.ofSeconds(1));
    assertEquals(2, call.counters().get(MediaCounter.COMMANDS_IGNORED));
    assertEquals(
        java.util.List.of("bob"),
        call.events(MediaEvent.TrackSnapshot.class).getFirst().subscribers());
    assertEquals(0, view.gaps());
    call.order(new MediaCommand.CloseTransport("alice"));
    call.run(Duration.ofMillis(10));
    assertEquals("alice", call.events(MediaEvent.TransportClosed.class).getFirst().transport());
    assertEquals(0, call.counters().get(MediaCounter.UP_TRACKS));
    assertEquals(1, call.counters().get(MediaCounter.DOWN_TRACKS));
  }
}
