package akkord.media.sctp;

/** Chunk types (RFC 9260 3.2, RFC 3758 3.2, RFC 6525 3.1, RFC 8260 2). */
final class ChunkType {
  static final int DATA = 0;
  static final int INIT = 1;
  static final int INIT_ACK = 2;
  static final int SACK = 3;
  static final int HEARTBEAT = 4;
  static final int HEARTBEAT_ACK = 5;
  static final int ABORT = 6;
  static final int SHUTDOWN = 7;
  static final int SHUTDOWN_ACK = 8;
  static final int ERROR = 9;
  static final int COOKIE_ECHO = 10;
  static final int COOKIE_ACK = 11;
  static final int SHUTDOWN_COMPLETE = 14;
  static final int I_DATA = 64;
  static final int RE_CONFIG = 130;
  static final int FORWARD_TSN = 192;
  static final int I_FORWARD_TSN = 194;

  /** DATA, I-DATA: last fragment. */
  static final int END = 1;

  /** DATA, I-DATA: first fragment. */
  static final int BEGIN = 2;

  /** DATA, I-DATA: unordered. */
  static final int UNORDERED = 4;

  /** DATA, I-DATA: acknowledge at once. */
  static final int IMMEDIATE = 8;

  /** Bytes of a chunk's type, flags and length. */
  static final int HEADER = 4;

  private ChunkType() {}

  /** The length with padding: a multiple of four. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
