package akkord.media.sctp;

/** The chunks that messages travel in: DATA, or I-DATA where both sides know it (RFC 8260). */
enum DataForm {
  /** A message's fragments follow each other without gap (RFC 9260 6.9). */
  PLAIN(ChunkType.DATA, 16, ChunkType.FORWARD_TSN, 4),

  /** Fragments carry their number, so that those of several messages may mix. */
  INTERLEAVED(ChunkType.I_DATA, 20, ChunkType.I_FORWARD_TSN, 8);

  private final int type;
  private final int header;
  private final int forwardType;
  private final int skippedSize;

  DataForm(int type, int header, int forwardType, int skippedSize) {
    this.type = type;
    this.header = header;
    this.forwardType = forwardType;
    this.skippedSize = skippedSize;
  }

  /** What to use with a peer: both sides have to use I-DATA if both know it (RFC 8260 2.2.1). */
  static DataForm with(Peer peer) {
    return peer.has(Peer.I_DATA) ? INTERLEAVED : PLAIN;
  }

  /** Whether a peer lets messages be given up in this form. */
  boolean forwards(Peer peer) {
    return peer.has(this == PLAIN ? Peer.FORWARD_TSN : Peer.I_FORWARD_TSN);
  }

  /** Chunk type of a fragment. */
  int type() {
    return type;
  }

  /** Bytes of a fragment's chunk before the user's. */
  int header() {
    return header;
  }

  /** Most of the user's bytes in one fragment. */
  int maxFragment() {
    return PacketWriter.MTU - PacketReader.HEADER - header;
  }

  /** Chunk type that steps over what was given up. */
  int forwardType() {
    return forwardType;
  }

  /** Bytes that a skipped message takes there. */
  int skippedSize() {
    return skippedSize;
  }
}
