package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Simulcast as a subscriber sees it: one continuous stream, whatever happens to the layers. */
class LayerStoryTest {
  private static final DownTrackSettings LOW = new DownTrackSettings(false, 0, 3);
  private static final DownTrackSettings MIDDLE = new DownTrackSettings(false, 1, 3);
  private static final DownTrackSettings OFF = new DownTrackSettings(true, 2, 3);

  private final Call call = new Call(3);
  private SimPeer alice;
  private SimPeer bob;
  private Publication camera;

  @BeforeEach
  void publish() {
    call.network().delay(Duration.ofMillis(20));
    alice = call.join("alice");
    bob = call.join("bob");
    camera = alice.publish(Codec.VP8, 3);
  }

  @Test
  void theHighestLayerIsReachedAndSelectionFollows() {
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(2));
    assertEquals(2, view.layer());
    bob.select(camera, LOW);
    call.run(Duration.ofSeconds(1));
    assertEquals(0, view.layer());
    bob.select(camera, MIDDLE);
    call.run(Duration.ofSeconds(1));
    assertEquals(1, view.layer());
    bob.select(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    assertEquals(2, view.layer());
    assertContinuous(view);
  }

  @Test
  void aLayerThatStopsIsReplacedByTheNextOne() {
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(2));
    long stopped = call.now();
    camera.encoding(2).running(false);
    call.run(Duration.ofSeconds(1));
    assertEquals(1, view.layer());
    // Half a second to notice, a round trip for the key frame.
    assertTrue(view.complete(1, stopped) > 8, view.complete(1, stopped) + " frames of layer 1");
    assertEquals(List.of(0, 1), lastLayers());
    camera.encoding(2).running(true);
    call.run(Duration.ofSeconds(1));
    assertEquals(2, view.layer());
    assertEquals(List.of(0, 1, 2), lastLayers());
    assertContinuous(view);
  }

  @Test
  void pausingAndResumingLeavesNoGap() {
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    bob.select(camera, OFF);
    call.run(Duration.ofMillis(200));
    long packets = view.packets();
    call.run(Duration.ofSeconds(1));
    assertEquals(packets, view.packets());
    bob.select(camera, DownTrackSettings.ALL);
    long resumed = call.now();
    call.run(Duration.ofSeconds(2));
    assertTrue(view.complete(2, resumed) > 40, view.complete(2, resumed) + " frames");
    assertContinuous(view);
  }

  @Test
  void muteAndUnmuteLeaveNoGap() {
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    call.order(new MediaCommand.SetUpTrackMuted(camera.sid(), true));
    camera.muted(true);
    call.run(Duration.ofSeconds(3));
    assertEquals(List.of(), lastLayers());
    call.order(new MediaCommand.SetUpTrackMuted(camera.sid(), false));
    camera.muted(false);
    long resumed = call.now();
    call.run(Duration.ofSeconds(2));
    assertTrue(view.complete(2, resumed) > 40, view.complete(2, resumed) + " frames");
    assertContinuous(view);
  }

  @Test
  void fiveNewcomersInABurstShareFewKeyFrames() {
    call.run(Duration.ofSeconds(3));
    int before = camera.encoding(2).keyFrames() + camera.encoding(0).keyFrames();
    List<Reception> views =
        List.of("b", "c", "d", "e", "f").stream()
            .map(call::join)
            .map(peer -> peer.subscribe(camera, DownTrackSettings.ALL))
            .toList();
    long joined = call.now();
    call.run(Duration.ofSeconds(1));
    for (Reception view : views) {
      long first = view.firstCompleteAfter(joined);
      assertTrue(first >= 0 && first < 250_000_000, first / 1_000_000 + " ms to the first frame");
    }
    int asked = camera.encoding(2).keyFrames() + camera.encoding(0).keyFrames() - before;
    assertTrue(asked <= 5, asked + " key frames for five newcomers");
  }

  @Test
  void lossDuringASwitchIsRepaired() {
    call.network().loss(0.05);
    Reception view = bob.subscribe(camera, LOW);
    call.run(Duration.ofSeconds(2));
    long switched = call.now();
    bob.select(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(3));
    assertEquals(2, view.layer());
    assertTrue(view.complete(2, switched) > 60, view.complete(2, switched) + " frames");
    assertFalse(view.timeWentBack());
  }

  private List<Integer> lastLayers() {
    return call.events(MediaEvent.LayersChanged.class).getLast().layers();
  }

  private void assertContinuous(Reception view) {
    assertEquals(0, view.gaps(), call.counters().toString());
    assertEquals(0, view.duplicates());
    assertFalse(view.timeWentBack());
  }
}
