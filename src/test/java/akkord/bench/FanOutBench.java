package akkord.bench;

import akkord.app.client.ClientData;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * What handing a reliable message of 1 kB to many costs the worker itself, beside the floor: {@code
 * FanOutBench SUBSCRIBERS WARMUP SECONDS}. From the order to the kernel, without actors, signalling
 * and what else a server does; {@link LoadBench} measures all of it.
 */
final class FanOutBench {
  private FanOutBench() {}

  public static void main(String[] args) throws Exception {
    int subscribers = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[2]);
    double floor =
        FloorRun.micros(Traffic.DATA, subscribers, Integer.parseInt(args[1]) / 2, seconds);
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), new SecureRandom());
    Process worker =
        FloorRun.java(
            0, FanOutWorker.class, args[0], certificate.fingerprint().value(), args[1], args[2]);
    try (ClientLoop loop = new ClientLoop("fan-out-clients");
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
      String[] where = line(out);
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(where[0]));
      Fingerprint fingerprint = new Fingerprint(certificate.fingerprint().algorithm(), where[1]);
      var handshakes = BouncyCastleHandshake.factory(certificate, new SecureRandom(), subscribers);
      for (int i = 0; i < subscribers; i++) {
        new Peer(loop, name(i), handshakes).start(server, fingerprint);
      }
      report(subscribers, floor, line(out));
    } finally {
      worker.destroy();
    }
    System.exit(0);
  }

  private static String[] line(BufferedReader out) throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the worker's process ended");
    }
    return line.split(" ", -1);
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
  private static final class Peer implements ClientTransport.Listener {
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
    public void onConnected(long now) {
      data.start(List.of(ClientData.RELIABLE), now);
    }

    @Override
    public void onApplicationData(byte[] bytes, int offset, int length, long now) {
      data.onDatagram(bytes, offset, length, now);
    }

    @Override
    public void onRtp(Packet packet, long now) {}

    @Override
    public void onRtcp(Packet packet, long now) {}

    @Override
    public void onFailed(String reason) {
      throw new IllegalStateException(name + ": " + reason);
    }

    @Override
    public void onTick(long now) {
      data.onTick(now);
    }
  }
}
