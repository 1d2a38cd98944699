package akkord.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.HeaderExtension;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.MediaCommand;
import akkord.media.MediaCounter;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.WorkerHarness;
import akkord.media.net.InMemoryUdpSocket;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Whatever a connected participant sends, its transport and the worker live on. */
class WorkerFuzzTest {
  private static final InetSocketAddress ALICE = address("10.0.0.1");
  private static final InetSocketAddress BOB = address("10.0.0.2");
  private static final RtpCodec VP8 = new RtpCodec(Codec.VP8, 96, "", 97, true, true, true);
  private static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(HeaderExtension.MID, 4, HeaderExtension.RID, 10, HeaderExtension.TRANSPORT_CC, 5);

  private final InMemoryUdpSocket socket = new InMemoryUdpSocket(packet -> {});
  private final WorkerHarness worker = new WorkerHarness(socket, event -> {}, 0);

  private static InetSocketAddress address(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 5000);
  }

  private void connect(String id, InetSocketAddress from) {
    IceCredentials ours = new IceCredentials(id, "server-password-server-password");
    IceCredentials theirs = new IceCredentials("peer", "client-password-client-password");
    worker.submit(new MediaCommand.OpenTransport(id, id, ours));
    worker.doWork(0);
    Packet check = new Packet();
    WorkerHarness.check(check, ours, theirs, new byte[12]);
    socket.deliver(check.bytes, 0, check.length, from);
    worker.doWork(0);
    worker.secure(id, SrtpContext.identity(), 0);
  }

  @FuzzTest(maxDuration = "20s")
  void datagrams(byte[] data) {
    connect("alice", ALICE);
    connect("bob", BOB);
    List<UpTrackSpec.Stream> streams =
        List.of(new UpTrackSpec.Stream("q", 0, 0, 0), new UpTrackSpec.Stream("h", 1, 7, 8));
    worker.submit(
        new MediaCommand.AddUpTrack(
            "alice",
            new UpTrackSpec(
                "TR_1", "room", Kind.VIDEO, "0", List.of(VP8), EXTENSIONS, streams, false)));
    worker.submit(
        new MediaCommand.AddDownTrack(
            "bob",
            new DownTrackSpec(
                "TR_1", Kind.VIDEO, "0", VP8, EXTENSIONS, 9, 10, "c", DownTrackSettings.ALL)));
    int at = 0;
    long now = 0;
    while (at < data.length) {
      int length = Math.min(data.length - at, 1 + (data[at] & 0xFF));
      socket.deliver(data, at, length, (data[at] & 1) == 0 ? ALICE : BOB);
      at += length;
      now += 20_000_000;
      worker.doWork(now);
    }
    assertEquals(0, worker.counters().get(MediaCounter.TRANSPORT_CRASHES));
  }
}
