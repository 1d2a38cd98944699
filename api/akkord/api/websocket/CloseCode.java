package akkord.api.websocket;

/** The close codes that a server sends (RFC 6455 section 7.4.1). */
final class CloseCode {
  static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;
  static final int INVALID_PAYLOAD = 1007;
  static final int POLICY_VIOLATION = 1008;
  static final int TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;

  private CloseCode() {}

  /**
   * Whether a peer may send {@code code}: those of 1004 to 1006 and 1015 are for local use only.
   */
  static boolean maySend(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code < 5000);
  }
}
