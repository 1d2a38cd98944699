package akkord.media;

/** What a worker counts. Names are metric labels too. */
public enum MediaCounter {
  /** Datagrams received. */
  PACKETS_IN,
  /** Datagrams handed to the kernel. */
  PACKETS_OUT,
  /** UDP payload bytes received. */
  BYTES_IN,
  /** UDP payload bytes sent. */
  BYTES_OUT,
  /** RTP packets that a publisher's SRTP key has verified. */
  RTP_IN,
  /** RTP packets protected for subscribers. */
  RTP_OUT,
  /** Packets asked for again from publishers. */
  NACKS_OUT,
  /** Packets that subscribers asked for again. */
  NACKS_IN,
  /** Packets sent again to subscribers. */
  RETRANSMISSIONS_OUT,
  /** Key frames asked of publishers. */
  PLIS_OUT,
  /** Key frames that subscribers asked for. */
  PLIS_IN,
  /** DTLS handshakes that ended well. */
  HANDSHAKES,
  /** DTLS handshakes that failed. */
  HANDSHAKES_FAILED,
  /** SCTP chunks taken from peers. */
  SCTP_CHUNKS_IN,
  /** SCTP associations whose messages interleave (I-DATA), since the peer knows it too. */
  SCTP_INTERLEAVED,
  /** Transports closed because a protocol class threw. */
  TRANSPORT_CRASHES,
  /** Commands that named an unknown transport or track. */
  COMMANDS_IGNORED,
  /** Commands refused because the queue was full. */
  COMMANDS_REFUSED,
  /** Sockets whose kernel buffer is smaller than asked. */
  SMALL_SOCKET_BUFFERS(true),
  /** Transports now. */
  TRANSPORTS(true),
  /** Up-tracks now. */
  UP_TRACKS(true),
  /** Down-tracks now. */
  DOWN_TRACKS(true);

  private final boolean gauge;

  MediaCounter() {
    this(false);
  }

  MediaCounter(boolean gauge) {
    this.gauge = gauge;
  }

  /** Whether it goes down as well as up. */
  public boolean gauge() {
    return gauge;
  }
}
