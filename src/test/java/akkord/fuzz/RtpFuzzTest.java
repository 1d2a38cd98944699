package akkord.fuzz;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.forward.DownTrack;
import akkord.media.forward.PacketSink;
import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrack;
import akkord.media.forward.UpTrackSource;
import akkord.media.net.Packet;
import akkord.media.rtp.AudioLevel;
import akkord.media.rtp.ExtensionMap;
import akkord.media.rtp.HeaderRewriter;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** No RTP is fatal, neither to the parsers nor to a track with subscribers. */
class RtpFuzzTest {
  private static final ExtensionMap IDS = new ExtensionMap(ids(1));
  private static final ExtensionMap LARGE_IDS = new ExtensionMap(ids(100));

  private static Map<HeaderExtension, Integer> ids(int first) {
    Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
    int id = first;
    for (HeaderExtension extension : HeaderExtension.values()) {
      ids.put(extension, id++);
    }
    return ids;
  }

  private static Packet packet(byte[] data, int from, int length) {
    Packet packet = new Packet();
    packet.length = Math.min(length, Packet.CAPACITY);
    System.arraycopy(data, from, packet.bytes, 0, packet.length);
    return packet;
  }

  @FuzzTest(maxDuration = "20s")
  void parsers(byte[] data) {
    RtpPacket rtp = new RtpPacket();
    if (!rtp.wrap(packet(data, 0, data.length))) {
      return;
    }
    AudioLevel.of(rtp, 1);
    PayloadInfo info = new PayloadInfo();
    for (Codec codec : Codec.values()) {
      info.inspect(codec, rtp, true);
    }
    Packet target = new Packet();
    for (ExtensionMap outgoing : List.of(IDS, LARGE_IDS)) {
      int payload = new HeaderRewriter(IDS, outgoing, "mid", true).write(rtp, target);
      if (payload >= 0) {
        target.length = payload;
        if (!new RtpPacket().wrap(target)) {
          throw new AssertionError("wrote a header that does not parse");
        }
      }
    }
  }

  @FuzzTest(maxDuration = "20s")
  void track(byte[] data) {
    Sink sink = new Sink();
    UpTrack track = new UpTrack("owner", upSpec(), sink);
    DownTrack subscriber = new DownTrack("transport", downSpec(), sink);
    track.add(subscriber, 0);
    RtpPacket rtp = new RtpPacket();
    long now = 0;
    int at = 0;
    while (at + 2 <= data.length) {
      int length = Math.min(data[at] & 0xFF, data.length - at - 1);
      now += (data[at] & 0x0F) * 10_000_000L;
      if (rtp.wrap(packet(data, at + 1, length))) {
        rtp.ssrc(1 + (rtp.ssrc() & 1));
        track.bind(rtp);
        track.onPacket(rtp, now, sink);
      }
      subscriber.onNack(new int[] {data[at] & 0xFF}, 1, now, sink);
      track.onTimeout(now, sink);
      at += 1 + length;
    }
  }

  private static UpTrackSpec upSpec() {
    return new UpTrackSpec(
        "TR_1",
        "room",
        Kind.VIDEO,
        "0",
        List.of(
            new RtpCodec(Codec.VP8, 96, "", 97, true, true, true),
            new RtpCodec(Codec.H264, 98, "", 99, true, true, true)),
        ids(1),
        List.of(new UpTrackSpec.Stream("", 0, 1, 2)),
        false);
  }

  private static DownTrackSpec downSpec() {
    return new DownTrackSpec(
        "TR_1",
        Kind.VIDEO,
        "1",
        new RtpCodec(Codec.VP8, 100, "", 101, true, true, true),
        ids(1),
        3,
        4,
        "cname",
        new DownTrackSettings(false, 2, 1));
  }

  private static final class Sink implements QuietOutput, PacketSink, UpTrackSource {
    private final Packet packet = new Packet();

    @Override
    public Packet packet() {
      packet.clear();
      return packet;
    }

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
      if (packet.packet().length > Packet.CAPACITY) {
        throw new AssertionError("too long");
      }
    }

    @Override
    public void requestKeyFrame(UpStream stream, long now, Output out) {}

    @Override
    public void requestRetransmission(
        UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {}
  }
}
