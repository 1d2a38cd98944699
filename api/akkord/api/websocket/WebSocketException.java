package akkord.api.websocket;

/**
 * A client broke a rule of WebSocket, or a limit: its socket is closed with a code that says so.
 */
public final class WebSocketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /**
   * Creates one without a stack trace: what matters is in the message.
   *
   * @param code the close code, RFC 6455 section 7.4.1
   * @param message what was wrong, for logs and for the close frame: at most 123 ASCII characters
   */
  WebSocketException(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The close code that the client is sent, RFC 6455 section 7.4.1. */
  public int code() {
    return code;
  }
}
