package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way of a packet to a hundred subscribers makes no garbage once everything is warm. */
class ForwardAllocationTest {
  private static final int SUBSCRIBERS = 100;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Map<HeaderExtension, Integer> IDS =
      Map.of(
          HeaderExtension.MID, 4,
          HeaderExtension.AUDIO_LEVEL, 1,
          HeaderExtension.TRANSPORT_CC, 3,
          HeaderExtension.ABS_SEND_TIME, 2);

  private final Counter counter = new Counter();
  private final Packet packet = new Packet();
  private final RtpPacket rtp = new RtpPacket();
  private int sequenceNumber;
  private long now;

  @Test
  void videoWithTemporalLayersLossAndRetransmissionAllocatesNothing() {
    assertEquals(0, allocated(Codec.VP8, 1200));
  }

  @Test
  void audioAllocatesNothing() {
    assertEquals(0, allocated(Codec.OPUS, 80));
  }

  private long allocated(Codec codec, int length) {
    RtpCodec rtpCodec = new RtpCodec(codec, 96, "", 97, true, true, true);
    UpTrack track = new UpTrack("owner", spec(rtpCodec), counter);
    DownTrack[] subscribers = new DownTrack[SUBSCRIBERS];
    for (int i = 0; i < SUBSCRIBERS; i++) {
      subscribers[i] = new DownTrack("sub", downSpec(rtpCodec, i), counter);
      track.add(subscribers[i], now);
    }
    int[] lost = new int[1];
    run(track, subscribers, length, 3000, lost);
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    // The least of several runs: the compiler's own allocations come and go.
    for (int i = 0; i < 5; i++) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      run(track, subscribers, length, 500, lost);
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }

  private static UpTrackSpec spec(RtpCodec codec) {
    return new UpTrackSpec(
        "TR_1",
        "room",
        codec.codec().kind(),
        "0",
        List.of(codec),
        IDS,
        List.of(new UpTrackSpec.Stream("", 0, 1, 2)),
        true);
  }

  private static DownTrackSpec downSpec(RtpCodec codec, int index) {
    Kind kind = codec.codec().kind();
    DownTrackSettings settings = new DownTrackSettings(false, 2, index % 3);
    return new DownTrackSpec(
        "TR_1", kind, "1", codec, IDS, 1000L + index, 2000L + index, "cname", settings);
  }

  private void run(UpTrack track, DownTrack[] subscribers, int length, int packets, int[] lost) {
    for (int i = 0; i < packets; i++) {
      sequenceNumber += i % 50 == 49 ? 2 : 1;
      write(length, i % 200 == 0, i % 4);
      rtp.wrap(packet);
      track.onPacket(rtp, now, counter);
      if (i % 10 == 0) {
        lost[0] = counter.lastSequenceNumber;
        subscribers[i % SUBSCRIBERS].onNack(lost, 1, now, counter);
        track.audioLevel(now);
        track.onTimeout(now, counter);
      }
      now += 5_000_000;
    }
  }

  private void write(int length, boolean key, int temporalId) {
    packet.bytes[0] = (byte) 0x90;
    packet.offset = 0;
    packet.length = 20 + length;
    packet.bytes[12] = (byte) 0xBE;
    packet.bytes[13] = (byte) 0xDE;
    packet.bytes[15] = 1;
    packet.bytes[16] = 0x10;
    packet.bytes[17] = 20;
    packet.bytes[20] = (byte) 0x90;
    packet.bytes[21] = (byte) 0xF0;
    packet.bytes[22] = (byte) (0x80 | ((sequenceNumber >> 8) & 0x7F));
    packet.bytes[23] = (byte) sequenceNumber;
    packet.bytes[25] = (byte) ((key ? 0 : temporalId << 6) | 0x20);
    packet.bytes[26] = (byte) (key ? 0 : 1);
    rtp.wrap(packet);
    rtp.marker(true);
    rtp.payloadType(96);
    rtp.ssrc(1);
    rtp.sequenceNumber(sequenceNumber);
    rtp.timestamp(sequenceNumber * 480);
  }

  private static final class Counter implements QuietOutput, PacketSink, UpTrackSource {
    private final Packet packet = new Packet();
    private int lastSequenceNumber;

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
      lastSequenceNumber = packet.sequenceNumber();
    }

    @Override
    public void requestKeyFrame(UpStream stream, long now, Output out) {}

    @Override
    public void requestRetransmission(
        UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {}
  }
}
