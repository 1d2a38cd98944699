package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.rtp.Vp8Descriptor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Numbers in, numbers out: wraps, gaps, late packets, switches. */
class RewritersTest {
  private static final long MILLI = 1_000_000L;

  private final UpTrack track = new Stage().track;
  private final UpStream low = track.layer(0);
  private final UpStream high = track.layer(2);

  @Test
  void offsetsOfLateKeysStay() {
    OffsetMap map = new OffsetMap();
    map.reset(100, 10);
    assertEquals(10, map.get(100));
    assertEquals(OffsetMap.TOO_OLD, map.get(99));
    map.skip(105);
    map.skip(106);
    map.skip(110);
    assertEquals(10, map.get(104));
    assertEquals(12, map.get(107));
    assertEquals(12, map.get(109));
    assertEquals(13, map.get(111));
  }

  @Test
  void offsetMapForgetsTheOldest() {
    OffsetMap map = new OffsetMap();
    map.reset(0, 0);
    for (int i = 1; i <= OffsetMap.CAPACITY; i++) {
      map.skip(10L * i);
    }
    assertEquals(OffsetMap.TOO_OLD, map.get(5));
    assertEquals(1, map.get(15));
    assertEquals(OffsetMap.CAPACITY, map.get(10L * OffsetMap.CAPACITY + 1));
  }

  @Test
  void sequenceNumbersStartInTheLowerHalfAndWrap() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0xFFFF_FFFFL);
    rewriter.start(low, 70_000, 5, 0);
    assertEquals(0x7FFF, rewriter.sequenceNumber(70_000));
    assertEquals(0x7FFF + 65_536, rewriter.sequenceNumber(70_000 + 65_536));
    assertEquals(5, rewriter.timestamp(5, 0));
  }

  @Test
  void skippedPacketsLeaveNoGapAndLostOnesDo() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0);
    rewriter.start(low, 65_534, 0, 0);
    assertEquals(0, rewriter.sequenceNumber(65_534));
    assertTrue(rewriter.skip(65_535));
    assertEquals(1, rewriter.sequenceNumber(65_536));
    // 65537 is lost, 65538 skipped.
    assertTrue(rewriter.skip(65_538));
    assertEquals(3, rewriter.sequenceNumber(65_539));
    assertEquals(2, rewriter.sequenceNumber(65_537));
    assertFalse(rewriter.skip(65_537));
    assertEquals(RtpRewriter.NONE, rewriter.sequenceNumber(65_533));
  }

  @Test
  void aSwitchFollowsTheLastNumberSent() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0);
    rewriter.start(low, 1000, 500, 0);
    assertEquals(0, rewriter.sequenceNumber(1000));
    assertEquals(2, rewriter.sequenceNumber(1002));
    assertTrue(rewriter.skip(1003));
    rewriter.start(high, 9, -7, 100 * MILLI);
    assertEquals(3, rewriter.sequenceNumber(9));
    assertEquals(4, rewriter.sequenceNumber(10));
    assertEquals(500 + 9000, rewriter.timestamp(-7, 100 * MILLI));
  }

  @Test
  void aSwitchToAnOlderInstantStillMovesOn() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0);
    low.onSenderReport(1L << 32, 1000, 0);
    high.onSenderReport(1L << 32, 50_000, 0);
    rewriter.start(low, 1, 10_000, 0);
    rewriter.start(high, 1, 59_000, 0);
    assertEquals(10_001, rewriter.timestamp(59_000, 0));
    assertEquals(10_001 + 3000, rewriter.timestamp(62_000, 0));
  }

  @Test
  void anImpossibleTimeBaseIsNotBelieved() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0);
    low.onSenderReport(1L << 32, 1000, 0);
    high.onSenderReport(100L << 32, 50_000, 0);
    rewriter.start(low, 1, 10_000, 0);
    rewriter.start(high, 1, 59_000, 10 * MILLI);
    assertEquals(10_900, rewriter.timestamp(59_000, 10 * MILLI));
  }

  @Test
  void aPauseOfTheSameStreamKeepsItsClock() {
    RtpRewriter rewriter = new RtpRewriter(90_000, 0);
    rewriter.start(low, 1, -1000, 0);
    rewriter.start(low, 400, 900_000 - 1000, 10_000 * MILLI);
    assertEquals(899_000, rewriter.timestamp(899_000, 0));
    assertEquals(0, rewriter.timestampOffset());
  }

  private static Vp8Descriptor vp8(int pictureId, boolean isLong, int tl0, int keyIdx) {
    ByteBuffer bytes = ByteBuffer.allocate(8).put((byte) 0x90).put((byte) 0xF0);
    if (isLong) {
      bytes.putShort((short) (0x8000 | pictureId));
    } else {
      bytes.put((byte) pictureId);
    }
    bytes.put((byte) tl0).put((byte) keyIdx).put((byte) 0);
    Vp8Descriptor descriptor = new Vp8Descriptor();
    assertTrue(descriptor.parse(bytes.array(), 0, bytes.position()));
    return descriptor;
  }

  private static void assertRewritten(
      Vp8Rewriter rewriter, Vp8Descriptor in, int pictureId, int tl0, int keyIdx) {
    assertTrue(rewriter.rewrite(in));
    assertEquals(pictureId, rewriter.pictureId());
    assertEquals(tl0, rewriter.tl0PicIdx());
    assertEquals(keyIdx, rewriter.keyIdx());
  }

  @Test
  void vp8IndexesWrapAndStepByOneAtASwitch() {
    Vp8Rewriter rewriter = new Vp8Rewriter();
    rewriter.start(vp8(32_767, true, 255, 31));
    assertRewritten(rewriter, vp8(32_767, true, 255, 31), 32_767, 255, 31);
    assertRewritten(rewriter, vp8(0, true, 0, 31), 0, 0, 31);
    rewriter.start(vp8(127, false, 9, 4));
    assertRewritten(rewriter, vp8(127, false, 9, 4), 1, 1, 0);
    assertRewritten(rewriter, vp8(0, false, 10, 4), 2, 2, 0);
    assertRewritten(rewriter, vp8(127, false, 9, 4), 1, 1, 0);
    assertRewritten(rewriter, vp8(60, false, 11, 5), 62, 3, 1);
    assertRewritten(rewriter, vp8(120, false, 11, 5), 122, 3, 1);
    assertRewritten(rewriter, vp8(4, false, 11, 5), 134, 3, 1);
  }

  @Test
  void vp8FramesLeftOutCloseUpOnceForAllTheirPackets() {
    Vp8Rewriter rewriter = new Vp8Rewriter();
    rewriter.start(vp8(10, true, 5, 1));
    assertRewritten(rewriter, vp8(10, true, 5, 1), 10, 5, 1);
    rewriter.skip(vp8(11, true, 5, 1));
    rewriter.skip(vp8(11, true, 5, 1));
    // 12 is lost for now, 13 left out.
    rewriter.skip(vp8(13, true, 5, 1));
    assertRewritten(rewriter, vp8(14, true, 6, 1), 12, 6, 1);
    assertRewritten(rewriter, vp8(12, true, 6, 1), 11, 6, 1);
    assertFalse(rewriter.rewrite(vp8(9, true, 5, 1)));
  }

  @Test
  void vp8WithoutPictureIdsPasses() {
    Vp8Descriptor bare = new Vp8Descriptor();
    assertTrue(bare.parse(new byte[] {0x10, 0}, 0, 2));
    Vp8Rewriter rewriter = new Vp8Rewriter();
    rewriter.start(bare);
    for (int i = 0; i < 1000; i++) {
      assertTrue(rewriter.rewrite(bare));
    }
  }
}
