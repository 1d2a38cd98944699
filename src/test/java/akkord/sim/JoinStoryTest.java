package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How soon newcomers see somebody who publishes already, everybody 50 ms away from the server. */
class JoinStoryTest {
  /** From the first check to keys: a round trip. From the key frame's request to it: another. */
  private static final long CONNECTED = 100_000_000;

  /** What a key frame takes from the server's request to a newcomer: capture and three ways. */
  private static final long KEY_FRAME = 150_000_000 + 34_000_000;

  private static final long STEPS = 6_000_000;

  private final Call call = new Call(7);
  private final Publication camera;

  JoinStoryTest() {
    call.network().delay(Duration.ofMillis(50));
    SimPeer alice = call.join("alice");
    camera = alice.publish(Codec.VP8, 1);
    call.run(Duration.ofSeconds(3));
  }

  @Test
  void theKeyFrameIsOnItsWayWhileTheNewcomerConnects() {
    int before = camera.encoding(0).keyFrames();
    long joined = call.now();
    Reception view = call.join("bob").subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    assertWithin(KEY_FRAME, view, joined);
    assertEquals(1, camera.encoding(0).keyFrames() - before);
    assertContinuous(view);
  }

  @Test
  void fiveWithinASecondAllSeeAKeyFrameAtOnce() {
    int before = camera.encoding(0).keyFrames();
    List<Long> joined = new ArrayList<>();
    List<Reception> views = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      joined.add(call.now());
      views.add(call.join("bob" + i).subscribe(camera, DownTrackSettings.ALL));
      call.run(Duration.ofMillis(200));
    }
    call.run(Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      assertWithin(KEY_FRAME, views.get(i), joined.get(i));
      assertContinuous(views.get(i));
    }
    int asked = camera.encoding(0).keyFrames() - before;
    assertTrue(asked <= 3, asked + " key frames for five newcomers");
  }

  @Test
  void aNewcomerWhoJustMissedAKeyFrameStartsFromTheCacheAsSoonAsItIsConnected() {
    call.join("bob").subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofMillis(150));
    int before = camera.encoding(0).keyFrames();
    long joined = call.now();
    Reception view = call.join("carol").subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    assertWithin(CONNECTED + 50_000_000, view, joined);
    assertEquals(before, camera.encoding(0).keyFrames());
    assertContinuous(view);
  }

  @Test
  void aTrackThatIsPreparedBeforeItsOfferIsAnsweredStartsFromTheCache() {
    int before = camera.encoding(0).keyFrames();
    call.order(new MediaCommand.PrepareUpTrack(camera.sid()));
    call.run(Duration.ofMillis(150));
    long joined = call.now();
    Reception view = call.join("bob").subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    assertWithin(CONNECTED + 50_000_000, view, joined);
    assertEquals(1, camera.encoding(0).keyFrames() - before);
    assertContinuous(view);
  }

  private static void assertWithin(long nanos, Reception view, long since) {
    long took = view.firstCompleteAfter(since);
    assertTrue(
        took >= 0 && took <= nanos + STEPS, took / 1_000_000 + " ms to the first complete frame");
  }

  private void assertContinuous(Reception view) {
    assertEquals(0, view.gaps(), call.counters().toString());
    assertEquals(0, view.duplicates());
    assertFalse(view.timeWentBack());
  }
}
