package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.UpTrackSpec.Stream;
import akkord.media.net.Packet;
import akkord.media.rtp.AudioLevel;
import akkord.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams found by RID, renegotiated tracks, microphones. */
class UpTrackTest {
  private static final Map<HeaderExtension, Integer> IDS =
      Map.of(
          HeaderExtension.RID, 10,
          HeaderExtension.REPAIRED_RID, 11,
          HeaderExtension.AUDIO_LEVEL, 1);

  private final TestOutput out = new TestOutput();
  private final Nobody nobody = new Nobody();

  private static UpTrackSpec spec(Kind kind, RtpCodec codec, Stream... streams) {
    return new UpTrackSpec("TR_1", "room", kind, "0", List.of(codec), IDS, List.of(streams), true);
  }

  private static UpTrackSpec simulcast() {
    return spec(
        Kind.VIDEO,
        Stage.codec(96, 97),
        new Stream("q", 0, 0, 0),
        new Stream("h", 1, 0, 0),
        new Stream("f", 2, 0, 0));
  }

  private static RtpPacket packet(long ssrc, int payloadType, int sequence, int id, String text) {
    return packet(ssrc, payloadType, sequence, 0, id, text.getBytes(StandardCharsets.UTF_8));
  }

  private static RtpPacket packet(
      long ssrc, int payloadType, int sequence, int timestamp, int id, byte[] value) {
    Packet packet = new Packet();
    ByteBuffer bytes = ByteBuffer.wrap(packet.bytes);
    bytes.put((byte) 0x90).put((byte) payloadType).putShort((short) sequence);
    bytes.putInt(timestamp).putInt((int) ssrc).putShort((short) 0xBEDE).putShort((short) 1);
    bytes.put((byte) ((id << 4) | (value.length - 1))).put(value);
    bytes.position(20);
    bytes.put(new byte[60]);
    packet.length = bytes.position();
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(packet));
    return rtp;
  }

  @Test
  void streamsAreBoundByRidAndRepairedRid() {
    UpTrack track = new UpTrack("owner", simulcast(), nobody);
    assertNull(track.stream(0));
    assertNull(track.bind(packet(5, 96, 1, 10, "x")));
    assertNull(track.bind(packet(5, 96, 1, 9, "f")));
    assertNull(track.bind(packet(5, 55, 1, 10, "f")), "not a payload type of this track");
    UpStream f = track.bind(packet(5, 96, 1, 10, "f"));
    assertEquals(2, f.layer());
    assertEquals(5, f.ssrc());
    assertSame(f, track.bind(packet(6, 97, 1, 11, "f")));
    assertEquals(6, f.rtxSsrc());
    assertSame(f, track.stream(6));
    assertSame(f, track.bind(packet(7, 96, 1, 10, "f")), "a new SSRC replaces the former");
    assertNull(track.stream(5));
  }

  @Test
  void aSingleStreamIsBoundByItsPayloadType() {
    UpTrack track =
        new UpTrack(
            "owner", spec(Kind.VIDEO, Stage.codec(96, -1), new Stream("", 0, 0, 0)), nobody);
    assertNull(track.bind(packet(5, 97, 1, 10, "f")));
    assertNotNull(track.bind(packet(5, 96, 1, 9, "f")));
  }

  @Test
  void renegotiationKeepsStreams() {
    UpTrack track = new UpTrack("owner", simulcast(), nobody);
    UpStream f = track.bind(packet(5, 96, 1, 10, "f"));
    track.update(simulcast());
    assertSame(f, track.stream(5));
    track.update(
        spec(
            Kind.VIDEO,
            Stage.codec(100, 101),
            new Stream("f", 2, 0, 1005),
            new Stream("q", 0, 9, 0)));
    assertSame(f, track.streams()[0]);
    assertEquals(1005, f.rtxSsrc());
    assertNull(track.bind(packet(5, 96, 1, 10, "f")), "payload types are the new ones");
    assertNotSame(f, track.stream(9));
    assertEquals(2, track.streams().length);
  }

  private static DownTrack microphone(PacketSink sink) {
    return new DownTrack(
        "sub",
        new DownTrackSpec(
            "TR_1",
            Kind.AUDIO,
            "1",
            opus(),
            Map.of(HeaderExtension.AUDIO_LEVEL, 7),
            77,
            0,
            "cname",
            DownTrackSettings.ALL),
        sink);
  }

  private static RtpCodec opus() {
    return new RtpCodec(Codec.OPUS, 111, "minptime=10", -1, false, false, true);
  }

  @Test
  void audioFlowsFromItsFirstPacketAndAcrossAMute() {
    UpTrack track = new UpTrack("owner", spec(Kind.AUDIO, opus(), new Stream("", 0, 5, 0)), nobody);
    List<Integer> numbers = new ArrayList<>();
    List<Integer> levels = new ArrayList<>();
    PacketSink sink =
        new PacketSink() {
          @Override
          public boolean ready() {
            return true;
          }

          @Override
          public void failed(RuntimeException cause) {
            throw cause;
          }

          @Override
          public void send(RtpPacket packet, DownTrack from, long now, Output out) {
            numbers.add(packet.sequenceNumber());
            levels.add(AudioLevel.of(packet, 7));
          }
        };
    track.add(microphone(sink), 0);
    long now = 0;
    for (int i = 0; i < 100; i++) {
      boolean isMuted = i >= 40 && i < 60;
      track.muted(isMuted);
      track.onPacket(packet(5, 111, 65_500 + i, i * 960, 1, new byte[] {(byte) 0x94}), now, out);
      now += 20 * Stage.MILLI;
      track.onTimeout(now, out);
      track.audioLevel(now);
    }
    assertEquals(80, numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      assertEquals(77 + i, numbers.get(i));
    }
    assertTrue(levels.stream().allMatch(level -> level == 20));
    assertTrue(track.audioLevel(now) > 0.05f);
    assertEquals(0, nobody.requests);
  }

  /** Two packets under one SRTP number would give GCM's key away. */
  @Test
  void aRepeatOnTheMediaSsrcIsTheSameToTheBit() {
    Stage stage = new Stage();
    Map<Integer, List<byte[]>> sent = new HashMap<>();
    PacketSink sink =
        new PacketSink() {
          @Override
          public boolean ready() {
            return true;
          }

          @Override
          public void failed(RuntimeException cause) {
            throw cause;
          }

          @Override
          public void send(RtpPacket rtp, DownTrack from, long now, Output out) {
            assertEquals(-1, rtp.extension(from.extensions().id(HeaderExtension.TRANSPORT_CC)));
            assertEquals(-1, rtp.extension(from.extensions().id(HeaderExtension.ABS_SEND_TIME)));
            byte[] bytes = Arrays.copyOf(rtp.packet().bytes, rtp.packet().length);
            sent.computeIfAbsent(rtp.sequenceNumber(), key -> new ArrayList<>()).add(bytes);
          }
        };
    Map<HeaderExtension, Integer> extensions =
        Map.of(
            HeaderExtension.MID, 4,
            HeaderExtension.TRANSPORT_CC, 3,
            HeaderExtension.ABS_SEND_TIME, 2);
    DownTrack track =
        new DownTrack(
            "sub",
            new DownTrackSpec(
                "TR_1",
                Kind.VIDEO,
                "3",
                Stage.codec(120, -1),
                extensions,
                77,
                0,
                "cname",
                DownTrackSettings.ALL),
            sink);
    stage.track.add(track, stage.now);
    stage.frames(1, true, stage.q);
    stage.frames(5, false, stage.q);
    assertEquals(12, sent.size());
    sent.keySet().stream()
        .toList()
        .forEach(number -> track.onNack(new int[] {number}, 1, stage.now, stage.out));
    for (List<byte[]> twice : sent.values()) {
      assertEquals(2, twice.size());
      assertArrayEquals(twice.get(0), twice.get(1));
    }
    stage.track.update(stage.track.spec());
    stage.sleep(1000 * Stage.MILLI);
    sent.keySet().stream()
        .toList()
        .forEach(number -> track.onNack(new int[] {number}, 1, stage.now, stage.out));
    assertTrue(sent.values().stream().allMatch(twice -> twice.size() == 2), "ids may have changed");
  }

  @Test
  void whatWasSentBeforeANewNumberingIsNotRepeatedFromAfterIt() {
    Stage stage = new Stage();
    Stage.Subscriber subscriber = stage.subscribe(0, 0, -1);
    int first = stage.q.sequenceNumber;
    stage.frames(1, true, stage.q);
    for (int i = 0; i < 300; i++) {
      stage.deliver(stage.q.frame(false, 0, false, 1));
      stage.deliver(stage.q.frame(false, 1, false, 2));
    }
    Vp8Source again = new Vp8Source(11, "q", first, 1, 1);
    for (int i = 0; i < 200; i++) {
      stage.deliver(again.frame(false, 0, false, 1));
    }
    int count = subscriber.got.size();
    for (int number : List.copyOf(subscriber.sequenceNumbers())) {
      subscriber.track.onNack(new int[] {number}, 1, stage.now, stage.out);
    }
    assertEquals(count, subscriber.got.size());
  }

  @Test
  void whatCameOfAnEncodingThatIsGoneIsNotRepeated() {
    Stage stage = new Stage();
    Stage.Subscriber subscriber = stage.subscribe(0, 0);
    stage.frames(1, true, stage.q);
    int[] last = {subscriber.sequenceNumbers().getLast()};
    int sent = subscriber.got.size();
    subscriber.track.onNack(last, 1, stage.now, stage.out);
    assertEquals(sent + 1, subscriber.got.size());
    stage.track.update(spec(Kind.VIDEO, Stage.codec(96, 97), new Stream("f", 2, 33, 1033)));
    subscriber.track.onNack(last, 1, stage.now + 1_000_000_000L, stage.out);
    assertEquals(sent + 1, subscriber.got.size());
    assertEquals(1, stage.out.drops(DropReason.RETRANSMISSION_EXPIRED));
  }

  @Test
  void downTracksComeAndGo() {
    UpTrack track = new UpTrack("owner", simulcast(), nobody);
    DownTrack first = microphone(null);
    DownTrack second = microphone(null);
    track.add(first, 0);
    track.add(second, 0);
    track.add(first, 0);
    assertEquals(2, track.downTracks().length);
    track.remove(first);
    track.remove(first);
    assertSame(second, track.downTracks()[0]);
    assertNull(first.upTrack());
    track.close(0, out);
    assertNull(second.upTrack());
    assertFalse(second.senderReport(new SenderReportData(), 0));
  }

  private static final class Nobody implements UpTrackSource {
    private int requests;

    @Override
    public void requestKeyFrame(UpStream stream, long now, Output out) {
      requests++;
    }

    @Override
    public void requestRetransmission(
        UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {
      requests++;
    }

    @Override
    public void failed(RuntimeException cause) {
      throw cause;
    }
  }
}
