package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.net.Packet;
import java.util.function.Consumer;

/**
 * A handshake under way. All methods are for the transport's worker and never block; results come
 * back as {@link DtlsEvent}s on a thread of the handshake's.
 */
public interface DtlsHandshake {
  /** Starts handshakes; shared by all workers. */
  interface Factory {
    /**
     * Starts one. As client it sends its ClientHello at once; as server it waits for the first
     * {@link #offer}.
     *
     * @param events called on the handshake's thread, must not block: it posts to the mailbox of
     *     the worker that calls {@link #offer}
     * @return null if as many handshakes as allowed are under way: count {@link
     *     DropReason#DTLS_OVERFLOW} and try again at the peer's next ClientHello or the next tick
     */
    DtlsHandshake start(DtlsRole role, Consumer<DtlsEvent> events);
  }

  /**
   * Hands over a copy of a datagram from the peer. Also taken after the handshake has ended, until
   * its queue is full: {@link DtlsSession#resume} works such datagrams off.
   *
   * @return null if it was taken, else why it was not: {@link DropReason#DTLS_MALFORMED} or {@link
   *     DropReason#DTLS_OVERFLOW}
   */
  DropReason offer(Packet in);

  /** Gives up; no event follows. Harmless after the end. */
  void cancel();
}
