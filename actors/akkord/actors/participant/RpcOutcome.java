package akkord.actors.participant;

/** How a call of a client's method ended, with the code that clients know it by (RS-12). */
enum RpcOutcome {
  OK(0, ""),
  /** Whatever the client said. */
  CLIENT_ERROR(0, ""),
  /** Too many calls were under way. */
  REFUSED(0, ""),
  UNREADABLE_RESPONSE(1500, "The response is compressed, which was not asked for"),
  CONNECTION_TIMEOUT(1501, "Connection timeout"),
  RESPONSE_TIMEOUT(1502, "Response timeout"),
  RECIPIENT_DISCONNECTED(1503, "Recipient disconnected"),
  RESPONSE_TOO_LARGE(1504, "Response payload too large"),
  SEND_FAILED(1505, "Failed to send");

  private final int code;
  private final String message;

  RpcOutcome(int code, String message) {
    this.code = code;
    this.message = message;
  }

  int code() {
    return code;
  }

  String message() {
    return message;
  }
}
