package akkord.media.dtls;

import akkord.media.srtp.SrtpKeys;

/**
 * What a handshake tells its transport. Made on the handshake's own thread; the transport's worker
 * takes them from its mailbox in the order in which they were posted. Exactly one {@link Completed}
 * or {@link Failed} comes, and it is the last, unless the handshake was cancelled.
 */
public sealed interface DtlsEvent {
  /** Bytes to send to the peer: whole records, at most 1200 bytes; the receiver's to keep. */
  final class Outgoing implements DtlsEvent {
    private final byte[] datagram;

    /** Keeps {@code datagram}, not a copy. */
    public Outgoing(byte[] datagram) {
      this.datagram = datagram;
    }

    /** The datagram, not a copy. */
    public byte[] datagram() {
      return datagram;
    }
  }

  /**
   * Both sides are finished. Neither keys nor session may be used before {@code peer} has been
   * found to match what the peer's description announces.
   *
   * @param keys for SRTP
   * @param peer the certificate whose key the peer proved to hold
   * @param session the records from now on; belongs to whoever takes this event
   */
  record Completed(SrtpKeys keys, PeerCertificate peer, DtlsSession session) implements DtlsEvent {}

  /**
   * There will be no keys: refused, alert received, or no answer in time.
   *
   * @param detail one line for the log, without secrets
   */
  record Failed(String detail) implements DtlsEvent {}
}
