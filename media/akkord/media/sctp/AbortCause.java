package akkord.media.sctp;

import akkord.media.net.Bytes;

/** The first error cause of an ABORT or ERROR chunk (RFC 9260 3.3.10). */
final class AbortCause {
  /** A cookie came back too late (RFC 9260 3.3.10.3). */
  static final int STALE_COOKIE = 3;

  private static final int MAX_TEXT = 64;

  private AbortCause() {}

  /** Its code, 0 if there is none. */
  static int first(PacketReader in) {
    return in.valueLength() >= 4 ? Bytes.getShort(in.bytes(), in.value()) : 0;
  }

  /** For the log: code and printable text, or nothing. */
  static String read(PacketReader in) {
    int code = first(in);
    if (code == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder(" with cause ").append(code);
    int length = Math.min(in.valueLength() - 4, MAX_TEXT);
    if (length > 0) {
      text.append(": ");
    }
    for (int i = 0; i < length; i++) {
      int each = Bytes.getByte(in.bytes(), in.value() + 4 + i);
      text.append(each >= ' ' && each < 127 ? (char) each : '?');
    }
    return text.toString();
  }
}
