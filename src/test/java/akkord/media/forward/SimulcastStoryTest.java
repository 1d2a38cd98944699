package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DownTrackSettings;
import akkord.media.DropReason;
import akkord.media.MediaEvent.LayersChanged;
import akkord.media.forward.Stage.Got;
import akkord.media.forward.Stage.Subscriber;
import akkord.media.net.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one subscriber sees while encodings come, go, lose and repeat packets. */
class SimulcastStoryTest {
  private final Stage stage = new Stage();

  private static void assertContinuous(List<Got> got) {
    for (int i = 1; i < got.size(); i++) {
      Got before = got.get(i - 1);
      Got after = got.get(i);
      assertEquals((before.sequenceNumber() + 1) & 0xFFFF, after.sequenceNumber(), "at " + i);
      boolean isSameFrame = !before.marker() && !after.key();
      assertTrue(
          isSameFrame
              ? after.timestamp() == before.timestamp()
              : after.timestamp() - before.timestamp() > 0,
          "timestamp at " + i);
      int step = isSameFrame ? 0 : 1;
      assertEquals((before.pictureId() + step) & 0x7FFF, after.pictureId(), "picture at " + i);
    }
  }

  @Test
  void startsOnTheLowestLayerAndClimbsOnKeyFramesOnly() {
    Subscriber bob = stage.subscribe(2, 3);
    stage.frames(2, false, stage.q, stage.h, stage.f);
    assertTrue(bob.got.isEmpty());
    assertEquals("q", stage.keyFrameRequests.getFirst());

    stage.frames(1, true, stage.q);
    assertEquals(0, bob.track.currentLayer());
    stage.frames(3, false, stage.q, stage.h, stage.f);
    assertEquals(0, bob.track.currentLayer());
    assertTrue(stage.keyFrameRequests.contains("f"));

    stage.frames(1, true, stage.h);
    assertEquals(0, bob.track.currentLayer(), "h is not the target");
    stage.frames(1, true, stage.f);
    stage.frames(3, false, stage.q, stage.h, stage.f);
    assertEquals(2, bob.track.currentLayer());
    assertContinuous(bob.got);
    assertEquals(16, bob.got.size());
    assertEquals(0x7FFE, bob.got.getFirst().sequenceNumber());
    assertTrue(bob.got.stream().allMatch(got -> got.payloadType() == 120));
    assertTrue(bob.got.stream().allMatch(got -> got.ssrc() == 0xFFFF_7FFEL));
  }

  @Test
  void switchesByTheTimeBaseOfSenderReports() {
    Subscriber bob = stage.subscribe(2, 3);
    long ntp = 0xEC00_0000_0000_0000L;
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q, stage.h, stage.f);
    // Both reports speak of the same instant, although they arrive apart.
    stage.track.stream(11).onSenderReport(ntp, stage.q.timestamp & 0xFFFFFFFFL, stage.now);
    stage.track.stream(33).onSenderReport(ntp, stage.f.timestamp & 0xFFFFFFFFL, stage.now);
    stage.deliver(stage.q.frame(false, 0, false, 1));
    stage.q.timestamp += 3000;
    stage.f.timestamp += 6000;
    // It comes late, which must not show in its timestamp.
    stage.sleep(90 * Stage.MILLI);
    stage.deliver(stage.f.frame(true, 0, false, 1));
    Got last = bob.got.getLast();
    assertTrue(last.key());
    assertEquals(6000, last.timestamp() - bob.got.get(bob.got.size() - 2).timestamp());

    SenderReportData report = new SenderReportData();
    assertTrue(bob.track.senderReport(report, stage.now));
    assertEquals(bob.got.size(), report.packets);
    // 90 ms went by since the publisher's reports, and the frame was captured 6000 ticks after.
    long sinceCapture = report.rtpTimestamp - (last.timestamp() & 0xFFFFFFFFL);
    assertEquals(90 * 90 - 6000, sinceCapture);
    assertEquals(40, Math.round(roundTrip(bob, report) / 1e6));
  }

  private long roundTrip(Subscriber bob, SenderReportData report) {
    long middle = (report.ntp >> 16) & 0xFFFFFFFFL;
    return bob.track.onReceiverReport(middle, 65_536 / 10, stage.now + 140 * Stage.MILLI);
  }

  @Test
  void fallsBackWhenTheCurrentLayerStopsAndReturnsWhenItComesBack() {
    Subscriber bob = stage.subscribe(2, 3);
    stage.frames(1, true, stage.q, stage.h, stage.f);
    assertEquals(2, bob.track.currentLayer());
    stage.keyFrameRequests.clear();

    stage.frames(20, false, stage.q, stage.h);
    assertEquals(2, bob.track.currentLayer(), "waits for a key frame");
    assertTrue(stage.keyFrameRequests.contains("h"));
    assertEquals(new LayersChanged("owner", "TR_1", List.of(0, 1)), stage.out.events.getLast());
    stage.frames(1, true, stage.h);
    stage.frames(2, false, stage.q, stage.h);
    assertEquals(1, bob.track.currentLayer());

    stage.frames(1, true, stage.f);
    assertEquals(2, bob.track.currentLayer());
    assertContinuous(bob.got);
  }

  @Test
  void followsSettings() {
    Subscriber bob = stage.subscribe(2, 3);
    stage.frames(1, true, stage.q, stage.h, stage.f);
    bob.track.apply(new DownTrackSettings(false, 0, 3));
    stage.frames(2, false, stage.q, stage.h, stage.f);
    assertEquals(2, bob.track.currentLayer());
    stage.frames(1, true, stage.q, stage.h, stage.f);
    assertEquals(0, bob.track.currentLayer());

    bob.track.apply(new DownTrackSettings(true, 0, 3));
    int before = bob.got.size();
    stage.frames(10, false, stage.q, stage.h, stage.f);
    assertEquals(before, bob.got.size());
    stage.keyFrameRequests.clear();
    bob.track.apply(new DownTrackSettings(false, 0, 3));
    stage.frames(1, false, stage.q);
    assertEquals(List.of("q"), stage.keyFrameRequests);
    assertEquals(before, bob.got.size());
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q);
    assertEquals(before + 4, bob.got.size());
    assertContinuous(bob.got);
    // The pause shows in the timestamps: ten frames, two of waiting.
    assertEquals(12 * 3000, bob.got.get(before).timestamp() - bob.got.get(before - 1).timestamp());
  }

  @Test
  void muteStopsAndUnmuteContinues() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.frames(2, false, stage.q);
    stage.track.muted(true);
    stage.frames(5, false, stage.q);
    assertEquals(6, bob.got.size());
    assertEquals(10, stage.out.drops(DropReason.TRACK_MUTED));
    stage.sleep(400 * Stage.MILLI);
    assertEquals(new LayersChanged("owner", "TR_1", List.of()), stage.out.events.getLast());
    stage.track.muted(false);
    stage.frames(2, false, stage.q);
    assertEquals(6, bob.got.size());
    assertTrue(stage.nacks.isEmpty());
    assertFalse(stage.keyFrameRequests.isEmpty());
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q);
    assertEquals(10, bob.got.size());
    assertContinuous(bob.got);
  }

  @Test
  void lossKeepsItsPlaceAndIsFilledByRtx() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    List<Packet> frame = stage.q.frame(false, 0, false, 4);
    stage.deliver(frame.get(0));
    stage.deliver(frame.get(3));
    stage.sleep(10 * Stage.MILLI);
    assertEquals(List.of(65_533, 65_534), stage.nacks);
    stage.deliver(stage.q.rtx(frame.get(2), 1011));
    stage.deliver(stage.q.rtx(frame.get(1), 1011));
    stage.deliver(stage.q.rtx(frame.get(1), 1011));
    assertEquals(1, stage.out.drops(DropReason.RTP_DUPLICATE));
    int first = 0x7FFE;
    assertEquals(
        IntStream.of(0, 1, 2, 5, 4, 3).mapToObj(i -> first + i).toList(), bob.sequenceNumbers());
    Set<Integer> timestamps = new HashSet<>();
    bob.got.subList(2, 6).forEach(got -> timestamps.add(got.timestamp()));
    assertEquals(1, timestamps.size());
    stage.sleep(1000 * Stage.MILLI);
    assertEquals(2, stage.nacks.size(), "nothing is missing any more");
  }

  @Test
  void lateStartOfAKeyFrameBringsTheRestFromTheCache() {
    Subscriber bob = stage.subscribe(0, 3);
    List<Packet> frame = stage.q.frame(true, 0, false, 3);
    stage.deliver(frame.get(1));
    stage.deliver(frame.get(2));
    assertTrue(bob.got.isEmpty());
    stage.deliver(frame.get(0));
    assertEquals(3, bob.got.size());
    assertContinuous(bob.got);
  }

  @Test
  void reorderedPacketsKeepTheirOrder() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    List<Packet> packets = new ArrayList<>(stage.q.frame(false, 0, false, 3));
    packets.addAll(stage.q.frame(false, 0, false, 3));
    for (int i : new int[] {1, 0, 4, 2, 5, 3}) {
      stage.deliver(packets.get(i));
    }
    assertEquals(
        List.of(0, 1, 3, 2, 6, 4, 7, 5),
        bob.got.stream().map(got -> got.sequenceNumber() - 0x7FFE).toList());
  }

  @Test
  void temporalLayersAreDroppedWithoutGapsAndComeBackAtASyncFrame() {
    Subscriber bob = stage.subscribe(0, 0);
    stage.frames(1, true, stage.q);
    for (int i = 0; i < 8; i++) {
      stage.deliver(stage.q.frame(false, 2, false, 2));
      stage.deliver(stage.q.frame(false, 1, false, 1));
      stage.deliver(stage.q.frame(false, 0, false, 2));
    }
    assertEquals(18, bob.got.size());
    assertContinuous(bob.got);
    bob.track.apply(new DownTrackSettings(false, 0, 3));
    stage.deliver(stage.q.frame(false, 1, false, 1));
    assertEquals(18, bob.got.size(), "not a sync frame");
    stage.deliver(stage.q.frame(false, 1, true, 1));
    stage.deliver(stage.q.frame(false, 2, false, 1));
    assertEquals(19, bob.got.size());
    stage.deliver(stage.q.frame(false, 2, true, 1));
    assertEquals(20, bob.got.size());
    assertContinuous(bob.got);
  }

  @Test
  void lossBesideDroppedTemporalLayersKeepsItsPlace() {
    Subscriber bob = stage.subscribe(0, 0);
    stage.frames(1, true, stage.q);
    Packet lost = stage.q.frame(false, 0, false, 1).getFirst();
    stage.deliver(stage.q.frame(false, 1, false, 2));
    stage.deliver(stage.q.frame(false, 0, false, 1));
    stage.deliver(lost);
    assertEquals(
        List.of(0, 1, 3, 2), bob.got.stream().map(got -> got.sequenceNumber() - 0x7FFE).toList());
    assertEquals(bob.got.get(2).pictureId() - 1, bob.got.get(3).pictureId());
  }

  @Test
  void paddingLeavesNoGap() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.deliver(stage.q.padding());
    stage.deliver(stage.q.padding());
    stage.frames(1, false, stage.q);
    assertEquals(4, bob.got.size());
    assertEquals(2, stage.out.drops(DropReason.RTP_PADDING_ONLY));
    assertContinuous(bob.got);
  }

  @Test
  void nackIsAnsweredByRtxAtMostThreeTimes() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.frames(3, false, stage.q);
    Got wanted = bob.got.get(3);
    bob.got.clear();
    int[] lost = {wanted.sequenceNumber(), 12_345};
    for (int i = 0; i < 6; i++) {
      bob.track.onNack(lost, 2, stage.now, stage.out);
      bob.track.onNack(lost, 2, stage.now + 10 * Stage.MILLI, stage.out);
      stage.now += 200 * Stage.MILLI;
    }
    assertEquals(3, bob.got.size());
    Got again = bob.got.getFirst();
    assertEquals(wanted.sequenceNumber(), again.original());
    assertEquals(555, again.ssrc());
    assertEquals(wanted.timestamp(), again.timestamp());
    assertEquals(wanted.pictureId(), again.pictureId());
    assertEquals(wanted.tl0PicIdx(), again.tl0PicIdx());
    assertEquals(wanted.marker(), again.marker());
    assertEquals(List.of(555, 556, 557), bob.sequenceNumbers());
  }

  @Test
  void nackIsAnsweredOnTheMediaSsrcWithoutRtx() {
    Subscriber bob = stage.subscribe(0, 3, -1);
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q);
    Got wanted = bob.got.get(1);
    bob.track.onNack(new int[] {wanted.sequenceNumber()}, 1, stage.now, stage.out);
    assertEquals(wanted, bob.got.getLast());
  }

  @Test
  void nackReachesBackAcrossALayerSwitch() {
    Subscriber bob = stage.subscribe(2, 3);
    stage.frames(1, true, stage.q);
    stage.frames(2, false, stage.q, stage.f);
    Got wanted = bob.got.getLast();
    stage.frames(1, true, stage.f);
    assertEquals(2, bob.track.currentLayer());
    bob.track.onNack(new int[] {wanted.sequenceNumber()}, 1, stage.now, stage.out);
    assertEquals(wanted.sequenceNumber(), bob.got.getLast().original());
    assertEquals(wanted.pictureId(), bob.got.getLast().pictureId());
    assertEquals(wanted.timestamp(), bob.got.getLast().timestamp());
  }

  @Test
  void fiveJoinersShareOneKeyFrame() {
    stage.subscribe(0, 3);
    stage.frames(1, false, stage.q);
    assertEquals(List.of("q"), stage.keyFrameRequests);
    stage.frames(1, true, stage.q);
    for (int i = 0; i < 5; i++) {
      Subscriber joiner = stage.subscribe(0, 3);
      stage.frames(1, false, stage.q);
      assertTrue(joiner.got.getFirst().key());
      assertContinuous(joiner.got);
      assertEquals(4 + 2 * i, joiner.got.size());
    }
    assertEquals(List.of("q"), stage.keyFrameRequests);

    stage.frames(10, false, stage.q);
    Subscriber late = stage.subscribe(0, 3);
    stage.frames(1, false, stage.q);
    assertTrue(late.got.isEmpty());
    assertEquals(List.of("q", "q"), stage.keyFrameRequests);
  }

  @Test
  void aSinkThatIsNotReadyGetsNothingAndThenAKeyFrame() {
    Subscriber bob = stage.subscribe(0, 3);
    bob.ready = false;
    stage.frames(1, true, stage.q);
    stage.frames(20, false, stage.q);
    assertTrue(bob.got.isEmpty());
    assertTrue(stage.keyFrameRequests.isEmpty());
    bob.ready = true;
    stage.frames(1, false, stage.q);
    assertEquals(List.of("q"), stage.keyFrameRequests);
    stage.frames(1, true, stage.q);
    assertEquals(2, bob.got.size());
  }

  @Test
  void whoeverNeverConnectsCostsOneKeyFrame() {
    stage.frames(3, true, stage.q);
    stage.sleep(UpStream.REPLAY_AGE);
    stage.keyFrameRequests.clear();
    stage.subscribe(0, 0).ready = false;
    for (int i = 0; i < 100; i++) {
      stage.frames(1, false, stage.q);
    }
    assertEquals(List.of("q"), stage.keyFrameRequests);
  }

  @Test
  void aJumpInTheNumberingIsANewBeginning() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.q.sequenceNumber = 20_000;
    stage.frames(2, false, stage.q);
    assertEquals(2, bob.got.size());
    assertTrue(stage.nacks.isEmpty());
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q);
    assertEquals(6, bob.got.size());
    assertContinuous(bob.got);
  }

  @Test
  void aTrackThatLeavesAndComesBackContinues() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.track.close(stage.now, stage.out);
    stage.frames(1, false, stage.q);
    assertEquals(2, bob.got.size());
    Stage again = new Stage();
    again.track.add(bob.track, again.now);
    again.frames(1, true, again.q);
    assertEquals(4, bob.got.size());
    assertEquals((bob.got.get(1).sequenceNumber() + 1) & 0xFFFF, bob.got.get(2).sequenceNumber());
  }

  @Test
  void aStillScreenThatSendsOnceASecondKeepsItsLayers() {
    Subscriber bob = stage.subscribe(2, 3);
    stage.frames(1, true, stage.q, stage.f);
    stage.keyFrameRequests.clear();
    int events = stage.out.events.size();
    for (int i = 0; i < 5; i++) {
      stage.sleep(1000 * Stage.MILLI);
      stage.deliver(stage.q.frame(false, 0, false, 1));
      stage.sleep(5 * Stage.MILLI);
      stage.deliver(stage.f.frame(false, 0, false, 1));
    }
    assertEquals(2, bob.track.currentLayer());
    assertEquals(events, stage.out.events.size());
    assertTrue(stage.keyFrameRequests.isEmpty());
    stage.sleep(2100 * Stage.MILLI);
    assertEquals(new LayersChanged("owner", "TR_1", List.of()), stage.out.events.getLast());
  }

  @Test
  void aSubscriberInTroubleDoesNotPesterThePublisher() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    stage.keyFrameRequests.clear();
    for (int i = 0; i < 20; i++) {
      bob.track.onKeyFrameRequest(stage.now, stage.out);
      stage.sleep(50 * Stage.MILLI);
    }
    assertEquals(List.of("q", "q"), stage.keyFrameRequests);
    assertEquals(20, bob.track.keyFrameRequests());
  }

  @Test
  void aReplacementOnTheSameSsrcNumbersOn() {
    Subscriber bob = stage.subscribe(0, 3);
    stage.frames(1, true, stage.q);
    DownTrack former = bob.track;
    stage.track.remove(former);
    bob.track = new DownTrack("sub", former.spec(), bob);
    bob.track.continues(former);
    stage.track.add(bob.track, stage.now);
    stage.frames(1, true, stage.q);
    stage.frames(1, false, stage.q);
    assertEquals(6, bob.got.size());
    assertContinuous(bob.got);
    assertEquals(6, bob.track.packets());
  }

  @Test
  void unknownStreamsAndPayloadTypesAreCounted() {
    Packet packet = new Vp8Source(99, "", 1, 1, 1).frame(true, 0, false, 1).getFirst();
    stage.deliver(packet);
    assertEquals(1, stage.out.drops(DropReason.RTP_UNKNOWN_STREAM));
    packet = stage.q.frame(true, 0, false, 1).getFirst();
    packet.bytes[1] = 55;
    stage.deliver(packet);
    assertEquals(1, stage.out.drops(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE));
  }
}
