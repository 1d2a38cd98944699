package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscriber that throws is its transport's trouble, and nobody else's. */
class FanOutTest {
  private final Stage stage = new Stage();
  private final Faulty faulty = new Faulty();
  private Stage.Subscriber before;
  private Stage.Subscriber after;

  /** Throws once something is wrong with it. */
  private static final class Faulty implements PacketSink {
    final List<RuntimeException> failures = new ArrayList<>();
    RuntimeException fault;

    @Override
    public boolean ready() {
      if (fault != null) {
        throw fault;
      }
      return true;
    }

    @Override
    public void send(RtpPacket packet, DownTrack from, long now, Output out) {}

    @Override
    public void failed(RuntimeException cause) {
      failures.add(cause);
    }
  }

  @BeforeEach
  void talk() {
    before = stage.subscribe(0, 2);
    DownTrackSpec spec =
        new DownTrackSpec(
            "TR_1",
            Kind.VIDEO,
            "4",
            Stage.codec(120, 121),
            Map.of(),
            77,
            78,
            "cname",
            new DownTrackSettings(false, 0, 2));
    stage.track.add(new DownTrack("faulty", spec, faulty), stage.now);
    after = stage.subscribe(0, 2);
    stage.frames(3, true, stage.q);
  }

  @Test
  void aPacketReachesTheOthers() {
    faulty.fault = new IllegalStateException("a bug");
    int got = before.got.size();
    stage.deliver(stage.q.frame(false, 0, false, 2));
    assertEquals(got + 2, before.got.size());
    assertEquals(before.sequenceNumbers(), after.sequenceNumbers());
    assertEquals(List.of(faulty.fault), faulty.failures, "told once, and fed no more");
    assertEquals(2, stage.track.downTracks().length);
  }

  @Test
  void timersRunForTheOthers() {
    stage.frames(1, false, stage.q);
    faulty.fault = new IllegalStateException("a bug");
    before.track.apply(new DownTrackSettings(false, 2, 2));
    stage.frames(2, false, stage.q, stage.f);
    stage.sleep(1_000 * Stage.MILLI);
    assertSame(faulty.fault, faulty.failures.getFirst());
    assertFalse(stage.keyFrameRequests.isEmpty(), "the other wants its layer");
  }
}
