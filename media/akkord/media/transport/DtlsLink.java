package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.Output;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.DtlsSession;
import akkord.media.dtls.PeerCertificate;
import akkord.media.ice.IceLite;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;

/**
 * DTLS of one transport: from the first ClientHello over the fingerprint check to the session. The
 * handshake does not wait for the peer's description, its result does.
 */
final class DtlsLink {
  /** From the first check to keys and a description to verify them (J-09). */
  static final long CONNECT_TIMEOUT = 20_000_000_000L;

  private static final int HANDSHAKE_RECORD = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int RECORD_HEADER = 13;

  private final Transport transport;
  private final TransportHost host;
  private final IceLite ice;
  private final SecurePath path;
  private final DtlsSession.Receiver receiver;
  private final PathOutput pathOutput = new PathOutput();
  private Fingerprint announced;
  private DtlsRole role = DtlsRole.SERVER;
  private DtlsHandshake handshake;
  private DtlsEvent.Completed unverified;
  private PeerCertificate verified;
  private DtlsSession session;
  private long pathSince;

  DtlsLink(Transport transport, TransportHost host, IceLite ice, SecurePath path) {
    this.transport = transport;
    this.host = host;
    this.ice = ice;
    this.path = path;
    receiver = transport::onApplicationData;
  }

  /**
   * What the peer's description says; verifies a handshake that is already complete. A later
   * description must announce the same certificate: keys of another are nobody's any more.
   */
  void setRemote(Fingerprint fingerprint, DtlsRole localRole, long now, Output out) {
    announced = fingerprint;
    role = localRole;
    startAsClient();
    verify(now, out);
    if (verified != null && !verified.matches(announced)) {
      mismatch(verified, out);
    }
  }

  /** There is an address to send to. */
  void onPath(long now) {
    pathSince = now;
    startAsClient();
  }

  private void startAsClient() {
    if (role == DtlsRole.CLIENT && handshake == null && ice.connected()) {
      handshake = host.handshakes().start(DtlsRole.CLIENT, host.mailbox(transport));
    }
  }

  /** Tries again what could not be started; gives up a peer that has a path but never keys. */
  void onTimeout(long now) {
    startAsClient();
    if (!transport.connected() && ice.connected() && now - pathSince >= CONNECT_TIMEOUT) {
      host.failed(transport, TransportFailure.DTLS_FAILED, "no keys in time");
    }
  }

  /** Takes one datagram of DTLS records. */
  void onDatagram(Packet packet, long now, Output out) {
    if (session != null) {
      session.onDatagram(packet, ice.path(), receiver, now, out);
      afterSession();
      return;
    }
    if (handshake == null && isClientHello(packet)) {
      handshake = host.handshakes().start(DtlsRole.SERVER, host.mailbox(transport));
      if (handshake == null) {
        out.drop(DropReason.DTLS_OVERFLOW);
        return;
      }
    }
    DropReason refused = handshake == null ? DropReason.DTLS_MALFORMED : handshake.offer(packet);
    if (refused != null) {
      out.drop(refused);
    }
  }

  private static boolean isClientHello(Packet packet) {
    return packet.length > RECORD_HEADER
        && packet.bytes[packet.offset] == HANDSHAKE_RECORD
        && packet.bytes[packet.offset + RECORD_HEADER] == CLIENT_HELLO;
  }

  /** Takes what the handshake's thread said. */
  void onEvent(DtlsEvent event, long now, Output out) {
    switch (event) {
      case DtlsEvent.Outgoing outgoing -> send(outgoing.datagram(), out);
      case DtlsEvent.Completed completed -> {
        unverified = completed;
        verify(now, out);
      }
      case DtlsEvent.Failed failed -> {
        out.count(MediaCounter.HANDSHAKES_FAILED, 1);
        host.failed(transport, TransportFailure.DTLS_FAILED, failed.detail());
      }
    }
  }

  private void send(byte[] datagram, Output out) {
    if (!ice.connected()) {
      out.drop(DropReason.SINK_NOT_READY);
      return;
    }
    Packet packet = out.packet();
    System.arraycopy(datagram, 0, packet.bytes, 0, datagram.length);
    packet.length = datagram.length;
    path.send(packet, out);
  }

  private void verify(long now, Output out) {
    if (unverified == null || announced == null) {
      return;
    }
    DtlsEvent.Completed completed = unverified;
    unverified = null;
    if (!completed.peer().matches(announced)) {
      mismatch(completed.peer(), out);
      return;
    }
    verified = completed.peer();
    session = completed.session();
    out.count(MediaCounter.HANDSHAKES, 1);
    transport.secure(SrtpContext.of(completed.keys()), completed.keys().profile().name(), now, out);
    transport.onSession(now, out);
    session.resume(ice.path(), receiver, now, out);
    afterSession();
  }

  private void mismatch(PeerCertificate peer, Output out) {
    out.count(MediaCounter.HANDSHAKES_FAILED, 1);
    host.failed(
        transport,
        TransportFailure.FINGERPRINT_MISMATCH,
        "announced " + announced.value() + ", got " + peer.fingerprint().value());
  }

  /** Whether {@link #send} can reach the peer. */
  boolean ready() {
    return session != null && !session.closed() && ice.connected();
  }

  /** Ours, as far as it is known. */
  DtlsRole role() {
    return role;
  }

  /** Encrypts and sends application data; without a path it is lost, as a packet may be. */
  void send(byte[] bytes, int length, Output out) {
    if (!ready()
        || !session.send(bytes, 0, length, ice.path(), pathOutput.through(out, path.local()))) {
      out.drop(DropReason.SINK_NOT_READY);
    }
  }

  /** Takes a session whose peer needs no verification. */
  void install(DtlsSession installed) {
    session = installed;
  }

  private void afterSession() {
    if (session.closed()) {
      host.failed(transport, TransportFailure.DTLS_CLOSED, "the peer sent close_notify");
    }
  }

  /** Sends close_notify, or gives the handshake up. */
  void close(Output out) {
    if (session != null && ice.connected()) {
      session.close(ice.path(), out);
    } else if (handshake != null) {
      handshake.cancel();
    }
  }
}
