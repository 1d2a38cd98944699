package akkord.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.InMemoryUdpSocket;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packet path makes no garbage: one publisher, a hundred subscribers, no cipher. */
class WorkerAllocationTest {
  private static final int SUBSCRIBERS = 100;
  private static final int FRAMES = 1000;
  private static final int PACKETS_PER_FRAME = 7;
  private static final long FRAME_NANOS = 10_000_000;
  private static final long PUBLISHED = 1;

  private final InMemoryUdpSocket socket = new InMemoryUdpSocket(packet -> {});
  private final WorkerHarness worker = new WorkerHarness(socket, event -> {}, 0);
  private final InetSocketAddress publisher = address(0);
  private final Packet packet = new Packet();
  private long now;
  private int sequence;
  private int frames;

  @BeforeEach
  void connectEverybody() throws Exception {
    connect("pub", publisher);
    for (int i = 1; i <= SUBSCRIBERS; i++) {
      connect("sub" + i, address(i));
    }
    worker.submit(new MediaCommand.AddUpTrack("pub", published()));
    for (int i = 1; i <= SUBSCRIBERS; i++) {
      worker.submit(new MediaCommand.AddDownTrack("sub" + i, subscribed(1000 + 2L * i)));
    }
    worker.doWork(now);
  }

  private void connect(String id, InetSocketAddress from) {
    IceCredentials ours = new IceCredentials(id + "ufrag", "server-password-server-password");
    IceCredentials theirs = new IceCredentials("peer", "client-password-client-password");
    worker.submit(new MediaCommand.OpenTransport(id, id, ours));
    worker.doWork(now);
    WorkerHarness.check(packet, ours, theirs, new byte[12]);
    socket.deliver(packet.bytes, packet.offset, packet.length, from);
    worker.doWork(now);
    worker.secure(id, SrtpContext.identity(), now);
  }

  private static InetSocketAddress address(int peer) {
    return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + (peer + 1)), 5000);
  }

  @Test
  void steadyStateAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Subscribers send no checks meanwhile: the run stays within the patience of ICE.
    play(FRAMES / 3);
    long packetsBefore = worker.counters().get(MediaCounter.RTP_OUT);
    long before = threads.getCurrentThreadAllocatedBytes();
    play(FRAMES);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    long packets = worker.counters().get(MediaCounter.RTP_OUT) - packetsBefore;
    assertEquals((long) FRAMES * PACKETS_PER_FRAME * SUBSCRIBERS, packets);
    assertTrue(
        allocated < packets / 100, allocated + " bytes for " + packets + " packets forwarded");
  }

  private void play(int count) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < PACKETS_PER_FRAME; j++) {
        writePacket(j);
        socket.deliver(packet.bytes, 0, packet.length, publisher);
      }
      worker.doWork(now);
      now += FRAME_NANOS;
      frames++;
    }
  }

  private void writePacket(int index) {
    byte[] bytes = packet.bytes;
    boolean last = index == PACKETS_PER_FRAME - 1;
    bytes[0] = (byte) 0x90;
    bytes[1] = (byte) (last ? 0x80 | 96 : 96);
    putShort(bytes, 2, sequence);
    putInt(bytes, 4, frames * 3000);
    putInt(bytes, 8, (int) PUBLISHED);
    putInt(bytes, 12, 0xBEDE0001);
    putInt(bytes, 16, 0x51000000 | ((sequence & 0xFFFF) << 8));
    bytes[20] = (byte) (index == 0 ? 0x90 : 0x80);
    bytes[21] = (byte) 0x80;
    putShort(bytes, 22, 0x8000 | (frames & 0x7FFF));
    bytes[24] = (byte) (frames % 300 == 0 && index == 0 ? 0 : 1);
    packet.length = last ? 900 : 1174;
    sequence++;
  }

  private static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    putShort(bytes, at, value >> 16);
    putShort(bytes, at + 2, value);
  }

  private static UpTrackSpec published() {
    return new UpTrackSpec(
        "TR_1",
        "room",
        Kind.VIDEO,
        "0",
        List.of(new RtpCodec(Codec.VP8, 96, "", 97, true, true, true)),
        Map.of(HeaderExtension.MID, 4, HeaderExtension.TRANSPORT_CC, 5),
        List.of(new UpTrackSpec.Stream("", 0, PUBLISHED, 0)),
        false);
  }

  private static DownTrackSpec subscribed(long ssrc) {
    return new DownTrackSpec(
        "TR_1",
        Kind.VIDEO,
        "0",
        new RtpCodec(Codec.VP8, 96, "", 97, true, true, true),
        Map.of(
            HeaderExtension.MID,
            4,
            HeaderExtension.TRANSPORT_CC,
            5,
            HeaderExtension.ABS_SEND_TIME,
            6),
        ssrc,
        ssrc + 1,
        "alice",
        DownTrackSettings.ALL);
  }
}
