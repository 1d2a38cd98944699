package akkord.media.forward;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.Vp8Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A published VP8 track with three encodings in virtual time, and what its subscribers get. */
final class Stage implements UpTrackSource {
  static final long MILLI = 1_000_000L;
  static final long FRAME = 33 * MILLI;

  final TestOutput out = new TestOutput();
  final UpTrack track;
  final Vp8Source q = new Vp8Source(11, "q", 65_530, 0x7FFF_F000, 32_760);
  final Vp8Source h = new Vp8Source(22, "h", 100, 500_000, 90);
  final Vp8Source f = new Vp8Source(33, "f", 40_000, -3_000, 7);
  final List<String> keyFrameRequests = new ArrayList<>();
  final List<Integer> nacks = new ArrayList<>();
  long now = 1L << 50;
  private final RtpPacket rtp = new RtpPacket();

  Stage() {
    track =
        new UpTrack(
            "owner",
            new UpTrackSpec(
                "TR_1",
                "room",
                Kind.VIDEO,
                "7",
                List.of(codec(Vp8Source.PAYLOAD_TYPE, Vp8Source.RTX_PAYLOAD_TYPE)),
                Map.of(HeaderExtension.RID, Vp8Source.RID_EXTENSION),
                List.of(
                    new UpTrackSpec.Stream("q", 0, 11, 1011),
                    new UpTrackSpec.Stream("h", 1, 22, 1022),
                    new UpTrackSpec.Stream("f", 2, 33, 1033)),
                false),
            this);
  }

  static RtpCodec codec(int payloadType, int rtxPayloadType) {
    return new RtpCodec(Codec.VP8, payloadType, "", rtxPayloadType, true, true, true);
  }

  @Override
  public void requestKeyFrame(UpStream stream, long now, Output out) {
    keyFrameRequests.add(stream.rid());
  }

  @Override
  public void requestRetransmission(
      UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {
    for (int i = 0; i < count; i++) {
      nacks.add(sequenceNumbers[i]);
    }
  }

  @Override
  public void failed(RuntimeException cause) {
    throw cause;
  }

  Subscriber subscribe(int maxSpatial, int maxTemporal) {
    return subscribe(maxSpatial, maxTemporal, 121);
  }

  Subscriber subscribe(int maxSpatial, int maxTemporal, int rtxPayloadType) {
    Subscriber subscriber = new Subscriber();
    DownTrackSpec spec =
        new DownTrackSpec(
            "TR_1",
            Kind.VIDEO,
            "3",
            codec(120, rtxPayloadType),
            Map.of(HeaderExtension.MID, 4, HeaderExtension.TRANSPORT_CC, 3),
            0xFFFF_7FFEL,
            rtxPayloadType < 0 ? 0 : 555,
            "cname",
            new DownTrackSettings(false, maxSpatial, maxTemporal));
    subscriber.track = new DownTrack("sub", spec, subscriber);
    track.add(subscriber.track, now);
    return subscriber;
  }

  /** Delivers packets to the track. */
  void deliver(List<Packet> packets) {
    for (Packet packet : packets) {
      deliver(packet);
    }
  }

  /** Delivers a copy of a packet, so that the test may use it again. */
  void deliver(Packet packet) {
    Packet copy = new Packet();
    copy.copyOf(packet);
    if (!rtp.wrap(copy)) {
      throw new AssertionError("malformed");
    }
    track.onPacket(rtp, now, out);
  }

  /** Lets time pass in steps of 5 ms. */
  void sleep(long nanos) {
    long end = now + nanos;
    while (now - end < 0) {
      now += 5 * MILLI;
      if (now - track.nextDeadline() >= 0) {
        track.onTimeout(now, out);
      }
    }
  }

  /** One frame of each source, then one frame interval. */
  void frames(int count, boolean key, Vp8Source... sources) {
    for (int i = 0; i < count; i++) {
      for (Vp8Source source : sources) {
        deliver(source.frame(key, 0, false, 2));
      }
      sleep(FRAME);
    }
  }

  /** What a subscriber got, decoded. */
  record Got(
      int sequenceNumber,
      int timestamp,
      long ssrc,
      int payloadType,
      boolean marker,
      int pictureId,
      int tl0PicIdx,
      int keyIdx,
      boolean key,
      int original) {}

  /** Records what arrives. */
  static final class Subscriber implements PacketSink {
    final List<Got> got = new ArrayList<>();
    DownTrack track;
    boolean ready = true;

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public void failed(RuntimeException cause) {
      throw cause;
    }

    @Override
    public void send(RtpPacket packet, DownTrack from, long now, Output out) {
      boolean isRtx = packet.payloadType() == 121;
      byte[] bytes = packet.packet().bytes;
      int at = packet.payloadOffset() + (isRtx ? 2 : 0);
      int original = isRtx ? ((bytes[at - 2] & 0xFF) << 8) | (bytes[at - 1] & 0xFF) : -1;
      Vp8Descriptor vp8 = new Vp8Descriptor();
      if (!vp8.parse(bytes, at, packet.payloadLength() - (isRtx ? 2 : 0))) {
        throw new AssertionError("not VP8");
      }
      got.add(
          new Got(
              packet.sequenceNumber(),
              packet.timestamp(),
              packet.ssrc(),
              packet.payloadType(),
              packet.marker(),
              vp8.pictureId(),
              vp8.tl0PicIdx(),
              vp8.keyIdx(),
              vp8.isKeyFrameStart(),
              original));
    }

    /** The sequence numbers got, in order. */
    List<Integer> sequenceNumbers() {
      return got.stream().map(Got::sequenceNumber).toList();
    }
  }
}
