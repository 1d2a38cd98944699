package akkord.bench;

import akkord.app.client.ClientData;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.app.client.DataListener;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * What handing a reliable message of 1 kB to many costs the worker itself, beside the floor: {@code
 * FanOutBench SUBSCRIBERS WARMUP SECONDS}. From the order to the kernel, without actors, signalling
 * and what else a server does; {@link LoadBench} measures all of it.
 */
final class FanOutBench {
  private FanOutBench() {}

  public static void main(String[] args) throws Exception {
    int subscribers = Integer.parseInt(args[0]);
    int warmUp = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    double floor = Floor.measure(Traffic.DATA, subscribers, warmUp / 2, seconds);
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), new SecureRandom());
    Fingerprint ours = certificate.fingerprint();
    try (ClientLoop loop = new ClientLoop("fan-out-clients");
        BenchProcess worker =
            BenchProcess.start(0, FanOutWorker.class, subscribers, ours.value(), warmUp, seconds)) {
      String[] where = worker.line().split(" ", -1);
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(where[0]));
      Fingerprint theirs = new Fingerprint(ours.algorithm(), where[1]);
      var handshakes = BouncyCastleHandshake.factory(certificate, new SecureRandom(), subscribers);
      for (int i = 0; i < subscribers; i++) {
        new Peer(loop, name(i), handshakes).start(server, theirs);
      }
      report(subscribers, floor, worker.line().split(" ", -1));
    }
    System.exit(0);
  }

  private static void report(int subscribers, double floor, String[] micros) {
    double sending = Double.parseDouble(micros[0]);
    double all = sending + Double.parseDouble(micros[1]);
    System.out.printf(
        "reliable data, the worker alone: a message of 1 kB each 5 ms to %d%n", subscribers);
    System.out.printf("  floor: %.2f us a datagram%n", floor);
    System.out.printf(
        "  fan-out: %.2f us a message, %.2f times the floor (goal: at most 1.7)%n",
        sending, sending / floor);
    System.out.printf(
        "  with its acknowledgements: %.2f us a message, %.2f times the floor%n", all, all / floor);
  }

  /** Transport of the subscriber number {@code index}. */
  static String name(int index) {
    return "subscriber" + index;
  }

  /** The worker's end of it. */
  static IceCredentials server(String name) {
    return new IceCredentials(name + "s", "password-of-the-server-" + name);
  }

  /** The subscriber's end. */
  static IceCredentials client(String name) {
    return new IceCredentials(name + "c", "password-of-the-client-" + name);
  }

  /** A subscriber: takes messages, and so acknowledges them. */
  private static final class Peer implements DataListener {
    private final String name;
    private final ClientTransport transport;
    private final ClientData data;

    Peer(ClientLoop loop, String name, DtlsHandshake.Factory handshakes) throws IOException {
      this.name = name;
      transport = new ClientTransport(loop, client(name), handshakes, this);
      data = new ClientData(transport, message -> {});
    }

    void start(InetSocketAddress to, Fingerprint fingerprint) {
      transport.start(to, server(name), fingerprint);
    }

    @Override
    public ClientData data() {
      return data;
    }

    @Override
    public void onFailed(String reason) {
      throw new IllegalStateException(name + ": " + reason);
    }
  }
}
