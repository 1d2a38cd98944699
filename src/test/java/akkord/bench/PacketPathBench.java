package akkord.bench;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.forward.DownTrack;
import akkord.media.forward.PacketSink;
import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrack;
import akkord.media.forward.UpTrackSource;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import akkord.media.srtp.SrtpContext;
import akkord.media.srtp.SrtpKeys;
import akkord.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One incoming packet, from SRTP unprotect to the last subscriber's SRTP protect, without sockets.
 * Divide the score by {@code subscribers} for the cost of a forwarded packet; {@code -prof gc} adds
 * the bytes allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PacketPathBench implements UpTrackSource, Output {
  private static final long SSRC = 1000;
  private static final long INTERVAL = 4_760_000;

  /** How many receive the packet. */
  @Param({"1", "10", "100"})
  public int subscribers;

  /** Which traffic: 1200 bytes of VP8 or 80 bytes of Opus payload. */
  @Param({"burst", "audio"})
  public String traffic;

  private final Packet incoming = new Packet();
  private final Packet outgoing = new Packet();
  private final RtpPacket rtp = new RtpPacket();
  private Traffic kind;
  private SrtpContext publisher;
  private SrtpContext server;
  private UpTrack track;
  private int sequence;
  private long now;
  private long forwarded;

  /** Builds one track with its subscribers. */
  @Setup
  public void prepare() {
    kind = Traffic.named(traffic);
    publisher = context(true, 1);
    server = context(false, 1);
    RtpCodec codec =
        kind.video()
            ? new RtpCodec(Codec.VP8, 96, "", 97, true, true, true)
            : new RtpCodec(Codec.OPUS, 111, "", -1, false, false, true);
    Kind media = kind.video() ? Kind.VIDEO : Kind.AUDIO;
    track =
        new UpTrack(
            "owner",
            new UpTrackSpec(
                "TR_1",
                "room",
                media,
                "0",
                List.of(codec),
                Map.of(),
                List.of(new UpTrackSpec.Stream("", 0, SSRC, 0)),
                false),
            this);
    for (int i = 0; i < subscribers; i++) {
      DownTrackSpec spec =
          new DownTrackSpec(
              "TR_1",
              media,
              "0",
              codec,
              Map.of(HeaderExtension.MID, 4, HeaderExtension.TRANSPORT_CC, 3),
              2000 + i,
              0,
              "cname",
              DownTrackSettings.ALL);
      track.add(new DownTrack("subscriber", spec, new Sink(context(false, 2 + i))), now);
    }
    for (int i = 0; i < 1000; i++) {
      forward();
    }
    if (forwarded == 0) {
      throw new IllegalStateException("nothing was forwarded");
    }
  }

  private static SrtpContext context(boolean client, int seed) {
    byte[] exported = new byte[SrtpProfile.AEAD_AES_128_GCM.exportLength()];
    Arrays.fill(exported, (byte) seed);
    return SrtpContext.of(SrtpKeys.fromExport(SrtpProfile.AEAD_AES_128_GCM, exported, client));
  }

  /** One packet in, {@link #subscribers} packets out. Includes the publisher's own protect. */
  @Benchmark
  public long forward() {
    int index = sequence % kind.packetsPerBurst();
    int frame = sequence / kind.packetsPerBurst();
    LoadTracks.write(incoming, kind, SSRC, sequence, frame, index, frame % 3000 == 0);
    sequence++;
    now += INTERVAL;
    publisher.protectRtp(incoming);
    if (server.unprotectRtp(incoming) == null && rtp.wrap(incoming)) {
      track.onPacket(rtp, now, this);
    }
    return forwarded;
  }

  private final class Sink implements PacketSink {
    private final SrtpContext keys;

    Sink(SrtpContext keys) {
      this.keys = keys;
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
      if (keys.protectRtp(packet.packet()) == null) {
        forwarded++;
      }
    }
  }

  @Override
  public void requestKeyFrame(UpStream stream, long now, Output out) {}

  @Override
  public void requestRetransmission(
      UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {}

  @Override
  public void failed(RuntimeException cause) {
    throw cause;
  }

  @Override
  public Packet packet() {
    outgoing.clear();
    return outgoing;
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {}

  @Override
  public void event(MediaEvent event) {}

  @Override
  public void drop(DropReason reason) {}
}
