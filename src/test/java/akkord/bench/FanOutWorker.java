package akkord.bench;

import akkord.app.client.ClientData;
import akkord.media.DataMessage;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.WorkerHarness;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.HostUdpSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One worker of a server that has nothing else: {@code FanOutWorker SUBSCRIBERS FINGERPRINT WARMUP
 * SECONDS} prints its port and fingerprint, sends each subscriber of {@link FanOutBench} a reliable
 * message of 1 kB each 5 ms, and prints its thread's CPU time a message in microseconds: for
 * sending, and for all else, which is taking the acknowledgements.
 */
final class FanOutWorker {
  private static final long INTERVAL = 5_000_000;
  private static final int MESSAGE = 1000;
  private static final int BUFFER = 4 << 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int subscribers;
  private final HaltedSocket socket;
  private final WorkerHarness worker;
  private final List<String> transports;
  private int open;

  private FanOutWorker(int subscribers, LocalCertificate certificate) throws Exception {
    this.subscribers = subscribers;
    transports = IntStream.range(0, subscribers).mapToObj(FanOutBench::name).toList();
    socket =
        new HaltedSocket(
            HostUdpSocket.bind(List.of(InetAddress.getLoopbackAddress()), 0, BUFFER, true));
    worker =
        new WorkerHarness(
            socket,
            BouncyCastleHandshake.factory(certificate, new SecureRandom(), subscribers),
            this::onEvent,
            System.nanoTime());
  }

  public static void main(String[] args) throws Exception {
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), new SecureRandom());
    FanOutWorker bench = new FanOutWorker(Integer.parseInt(args[0]), certificate);
    System.out.println(bench.socket.port() + " " + certificate.fingerprint().value());
    bench.connect(new Fingerprint(certificate.fingerprint().algorithm(), args[1]));
    bench.play(Integer.parseInt(args[2]));
    System.out.println(bench.play(Integer.parseInt(args[3])));
    System.exit(0);
  }

  private void onEvent(MediaEvent event) {
    switch (event) {
      case MediaEvent.DataChannelOpened opened -> open++;
      case MediaEvent.TransportFailed failed -> throw new IllegalStateException(failed.detail());
      default -> {}
    }
  }

  private void connect(Fingerprint theirs) {
    for (String name : transports) {
      worker.submit(new MediaCommand.OpenTransport(name, name, FanOutBench.server(name)));
      IceCredentials client = FanOutBench.client(name);
      worker.submit(new MediaCommand.SetRemote(name, client, theirs, DtlsRole.SERVER));
      worker.submit(new MediaCommand.SetDataChannels(name, 5000, 1 << 16, List.of()));
    }
    while (open < subscribers) {
      turn(System.nanoTime() + INTERVAL);
    }
  }

  private void turn(long until) {
    socket.awaitReadable(until);
    worker.doWork(System.nanoTime());
  }

  /** Microseconds a message: for sending, and for all else. */
  private String play(int seconds) {
    long sentBefore = socket.packetsSent();
    long messages = 0;
    long sending = 0;
    long receiving = 0;
    long due = System.nanoTime();
    for (long end = due + seconds * 1_000_000_000L; due - end < 0; due += INTERVAL) {
      long before = THREADS.getCurrentThreadCpuTime();
      while (due - System.nanoTime() > 0) {
        turn(due);
      }
      long between = THREADS.getCurrentThreadCpuTime();
      send();
      sending += THREADS.getCurrentThreadCpuTime() - between;
      receiving += between - before;
      messages += subscribers;
    }
    if (socket.packetsSent() - sentBefore < messages) {
      throw new IllegalStateException("not every message has left");
    }
    return sending / 1e3 / messages + " " + receiving / 1e3 / messages;
  }

  private void send() {
    byte[] bytes = new byte[MESSAGE]; // others than before, as in a server
    DataMessage message = new DataMessage(ClientData.RELIABLE.label(), false, bytes);
    worker.submit(new MediaCommand.SendData(transports, message));
    socket.halted = true;
    worker.doWork(System.nanoTime());
    socket.halted = false;
  }
}
