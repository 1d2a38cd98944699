package akkord.media.dtls;

import akkord.media.DtlsRole;
import akkord.media.net.Packet;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two handshakes and the network between them; the test's thread is the worker of both. */
final class DtlsLink {
  /** What the network makes of a datagram: none, one or more to deliver instead. */
  interface Network {
    /**
     * Called for each datagram.
     *
     * @param from who sent it
     * @param index 0 for the sender's first datagram, then 1, ...
     */
    List<byte[]> carry(DtlsRole from, int index, byte[] datagram);
  }

  private record Posted(DtlsRole by, DtlsEvent event) {}

  static final Network PERFECT = (from, index, datagram) -> List.of(datagram);
  static final LocalCertificate CLIENT_CERTIFICATE = certificate();
  static final LocalCertificate SERVER_CERTIFICATE = certificate();

  private final BlockingQueue<Posted> mailbox = new LinkedBlockingQueue<>();
  private final Network network;
  private final Map<DtlsRole, Integer> sent = new EnumMap<>(DtlsRole.class);
  final DtlsHandshake client;
  final DtlsHandshake server;
  DtlsEvent clientEnd;
  DtlsEvent serverEnd;

  /** Links our client and our server. */
  DtlsLink(Network network) {
    this(network, factory(CLIENT_CERTIFICATE));
  }

  DtlsLink(Network network, DtlsHandshake.Factory clients) {
    this.network = network;
    server =
        factory(SERVER_CERTIFICATE)
            .start(DtlsRole.SERVER, event -> mailbox.add(new Posted(DtlsRole.SERVER, event)));
    client =
        clients.start(DtlsRole.CLIENT, event -> mailbox.add(new Posted(DtlsRole.CLIENT, event)));
  }

  private static LocalCertificate certificate() {
    return LocalCertificate.generate(Instant.now(), new SecureRandom());
  }

  static DtlsHandshake.Factory factory(LocalCertificate certificate) {
    return BouncyCastleHandshake.factory(certificate, new SecureRandom(), 100);
  }

  static Packet packet(byte[] bytes) {
    Packet packet = new Packet();
    System.arraycopy(bytes, 0, packet.bytes, 0, bytes.length);
    packet.length = bytes.length;
    return packet;
  }

  /** Carries datagrams until both ends have ended or {@code seconds} have passed. */
  DtlsLink run(int seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while ((clientEnd == null || serverEnd == null) && deadline - System.nanoTime() > 0) {
      Posted posted = mailbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (posted != null) {
        take(posted.by, posted.event);
      }
    }
    return this;
  }

  private void take(DtlsRole by, DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Outgoing outgoing -> carry(by, outgoing.datagram());
      case DtlsEvent.Completed completed -> end(by, completed);
      case DtlsEvent.Failed failed -> end(by, failed);
    }
  }

  private void carry(DtlsRole from, byte[] datagram) {
    for (byte[] carried : network.carry(from, sent.merge(from, 1, Integer::sum) - 1, datagram)) {
      deliver(from, packet(carried));
    }
  }

  /** Hands a datagram to the other end, by handshake or by session. */
  void deliver(DtlsRole from, Packet packet) {
    DtlsHandshake to = from == DtlsRole.CLIENT ? server : client;
    DtlsEvent end = from == DtlsRole.CLIENT ? serverEnd : clientEnd;
    if (end instanceof DtlsEvent.Completed completed) {
      CapturedOutput out = new CapturedOutput();
      completed.session().onDatagram(packet, CapturedOutput.PEER, CapturedOutput.IGNORE, 0, out);
      DtlsRole answering = from == DtlsRole.CLIENT ? DtlsRole.SERVER : DtlsRole.CLIENT;
      out.sent.forEach(
          answer -> mailbox.add(new Posted(answering, new DtlsEvent.Outgoing(answer))));
    } else {
      to.offer(packet);
    }
  }

  private void end(DtlsRole by, DtlsEvent event) {
    if (by == DtlsRole.CLIENT) {
      clientEnd = event;
    } else {
      serverEnd = event;
    }
  }

  DtlsEvent.Completed clientCompleted() {
    return (DtlsEvent.Completed) clientEnd;
  }

  DtlsEvent.Completed serverCompleted() {
    return (DtlsEvent.Completed) serverEnd;
  }

  int sentBy(DtlsRole role) {
    return sent.getOrDefault(role, 0);
  }
}
