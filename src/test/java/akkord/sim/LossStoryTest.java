package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lossy network leaves of a call. */
class LossStoryTest {
  private static final long DEADLINE = 400_000_000;

  @Test
  void withoutLossEverythingArrivesOnce() {
    Call call = new Call(1);
    call.network().delay(Duration.ofMillis(20));
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication camera = alice.publish(Codec.VP8, 1);
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(5));
    assertEquals(2, call.events(MediaEvent.TransportConnected.class).size());
    assertTrue(camera.frames() > 140, camera.frames() + " frames sent");
    int due = camera.frames() - 3;
    assertTrue(view.completeWithin(60_000_000) >= due, call.counters().toString());
    assertEquals(0, view.gaps());
    assertEquals(0, view.duplicates());
    assertEquals(0, camera.encoding(0).retransmissions());
    assertTrue(alice.feedbackMessages() > 15, alice.feedbackMessages() + " feedback messages");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aTenthLostEachWayIsRepairedInTime(long seed) {
    Call call = new Call(seed);
    call.network().loss(0.10).delay(Duration.ofMillis(40));
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication camera = alice.publish(Codec.VP8, 1);
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(10));
    int due = camera.frames() - 12;
    long inTime = view.completeWithin(DEADLINE);
    assertTrue(inTime > 0.95 * due, inTime + " of " + due + " in time; " + call.counters());
    assertTrue(call.counters().get(MediaCounter.NACKS_OUT) > 0);
    assertTrue(call.counters().get(MediaCounter.RETRANSMISSIONS_OUT) > 0);
    assertFalse(view.timeWentBack());
  }

  @Test
  void audioIsRepairedToo() {
    Call call = new Call(7);
    call.network().loss(0.10).delay(Duration.ofMillis(40));
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication microphone = alice.publish(Codec.OPUS, 1);
    Reception sound = bob.subscribe(microphone, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(5));
    int due = microphone.frames() - 20;
    long inTime = sound.completeWithin(DEADLINE);
    assertTrue(inTime > 0.95 * due, inTime + " of " + due + " in time; " + call.counters());
  }

  @Test
  void disorderAndDuplicatesAreSmoothedOut() {
    Call call = new Call(5);
    call.network().delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(15)).duplicates(0.05);
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication camera = alice.publish(Codec.VP8, 1);
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(5));
    int due = camera.frames() - 5;
    assertTrue(view.completeWithin(DEADLINE) >= due, call.counters().toString());
    assertEquals(0, view.gaps(), call.counters().toString());
  }
}
