package akkord.media.sctp;

import akkord.media.net.Bytes;

/** What a DATA or I-DATA chunk says of its fragment of a message (RFC 9260 3.3.1, RFC 8260 2.1). */
final class Fragment {
  int tsn;
  int stream;

  /** The message's number in its stream: 16 bits in DATA (ordered only), 32 in I-DATA. */
  int number;

  /** The fragment's number in its message; I-DATA only. */
  int index;

  /** Payload protocol identifier; of the first fragment only in I-DATA. */
  int ppid;

  int flags;

  /** Reads a chunk's value that is long enough. */
  void read(DataForm form, int chunkFlags, byte[] bytes, int at) {
    flags = chunkFlags;
    tsn = Bytes.getInt(bytes, at);
    stream = Bytes.getShort(bytes, at + 4);
    if (form == DataForm.PLAIN) {
      number = Bytes.getShort(bytes, at + 6);
      ppid = Bytes.getInt(bytes, at + 8);
      return;
    }
    number = Bytes.getInt(bytes, at + 8);
    index = begins() ? 0 : Bytes.getInt(bytes, at + 12);
    ppid = begins() ? Bytes.getInt(bytes, at + 12) : 0;
  }

  boolean begins() {
    return (flags & ChunkType.BEGIN) != 0;
  }

  boolean ends() {
    return (flags & ChunkType.END) != 0;
  }

  boolean ordered() {
    return (flags & ChunkType.UNORDERED) == 0;
  }

  Fragment copy() {
    Fragment copy = new Fragment();
    copy.tsn = tsn;
    copy.stream = stream;
    copy.number = number;
    copy.index = index;
    copy.ppid = ppid;
    copy.flags = flags;
    return copy;
  }

  /** Whether the next TSN's fragment goes on with the same message; DATA only. */
  boolean continuedBy(Fragment next) {
    return !ends()
        && !next.begins()
        && stream == next.stream
        && ordered() == next.ordered()
        && (!ordered() || number == next.number);
  }
}
