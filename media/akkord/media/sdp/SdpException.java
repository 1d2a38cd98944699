package akkord.media.sdp;

/**
 * A description that cannot be used. The message says what is wrong and in which line; it holds no
 * secret and no control character, so the peer may see it.
 */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int QUOTE_LENGTH = 48;

  private final int line;

  /** Something is wrong with the description as a whole. */
  public SdpException(String message) {
    this(0, message);
  }

  /**
   * Something is wrong in one line.
   *
   * @param line counted from 1; 0 if the fault lies in no single line
   */
  public SdpException(int line, String message) {
    super(line == 0 ? message : "line " + line + ": " + message);
    this.line = line;
  }

  /** The line at fault, counted from 1; 0 if it is no single line. */
  public int line() {
    return line;
  }

  /** A piece of the peer's text, cut short and printable, for use in a message. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length() && i < QUOTE_LENGTH; i++) {
      char c = text.charAt(i);
      quoted.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return quoted.append(text.length() > QUOTE_LENGTH ? "...\"" : "\"").toString();
  }
}
