package akkord.media.dtls;

import akkord.media.Output;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;

/**
 * DTLS after the handshake: application data (SCTP), alerts, and repeating our last flight when the
 * peer has missed it. Belongs to the worker that took {@link DtlsEvent.Completed}; nothing here
 * blocks.
 */
public interface DtlsSession {
  /** Takes decrypted application data. */
  interface Receiver {
    /** One record's plaintext; the bytes are lent until the call returns. */
    void onApplicationData(byte[] bytes, int offset, int length, long now, Output out);
  }

  /**
   * Works off the datagrams that were offered to the handshake after its end. Called once, when the
   * fingerprint has been found right, before the first {@link #onDatagram}.
   *
   * @param path where answers go
   */
  void resume(InetSocketAddress path, Receiver receiver, long now, Output out);

  /**
   * Decrypts one datagram; what does not verify is dropped, and nobody is told (RFC 6347 4.1.2.7).
   */
  void onDatagram(Packet in, InetSocketAddress path, Receiver receiver, long now, Output out);

  /**
   * Encrypts {@code length} bytes, 1..1150, into one datagram.
   *
   * @return false if the session is closed or the data too long; nothing was sent
   */
  boolean send(byte[] bytes, int offset, int length, InetSocketAddress path, Output out);

  /** Whether close_notify, a fatal alert or {@link #close} ended the session. */
  boolean closed();

  /** Sends close_notify, once. */
  void close(InetSocketAddress path, Output out);
}
