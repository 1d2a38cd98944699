package akkord.api.room;

import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.api.room.TwirpError.Code;
import akkord.proto.PerformRpcRequest;

/** Calls of participants' methods, and their errors in Twirp's words (RS-12). */
final class RpcCalls {
  private static final int DEFAULT_TIMEOUT_MILLIS = 10_000;

  // The HTTP server closes a connection on which nothing has moved for a minute.
  private static final int MAX_TIMEOUT_MILLIS = 50_000;

  private static final int RECIPIENT_NOT_FOUND = 1401;
  private static final int REQUEST_TOO_LARGE = 1402;

  private RpcCalls() {}

  /** The order to the participant; fails if the request cannot be one. */
  static ParticipantOrder.PerformRpc order(PerformRpcRequest request) {
    if (request.getMethod().isEmpty()) {
      throw TwirpError.invalid("method", "method is required");
    }
    if (request.getPayloadBytes().size() > ParticipantOrder.PerformRpc.MAX_PAYLOAD) {
      throw error(
          REQUEST_TOO_LARGE,
          "Request payload too large, at most "
              + ParticipantOrder.PerformRpc.MAX_PAYLOAD
              + " bytes",
          "");
    }
    int timeout = request.getResponseTimeoutMs();
    if (Integer.compareUnsigned(timeout, MAX_TIMEOUT_MILLIS) > 0) {
      throw TwirpError.invalid(
          "response_timeout_ms", "response_timeout_ms must be at most " + MAX_TIMEOUT_MILLIS);
    }
    return new ParticipantOrder.PerformRpc(
        request.getMethod(), request.getPayload(), timeout == 0 ? DEFAULT_TIMEOUT_MILLIS : timeout);
  }

  /** What the method returned; fails if it did not. */
  static String payload(ParticipantReply reply) {
    return switch (reply) {
      case ParticipantReply.RpcDone(var payload) -> payload;
      case ParticipantReply.RpcFailed(var code, var message, var data) ->
          throw error(code, message, data);
      case ParticipantReply.Absent() -> throw error(RECIPIENT_NOT_FOUND, "Recipient not found", "");
      case ParticipantReply.Busy(var message) ->
          throw new TwirpError(Code.RESOURCE_EXHAUSTED, message);
      case ParticipantReply.Done _, ParticipantReply.TrackMuted _, ParticipantReply.TooLong _ ->
          throw new IllegalStateException("not an answer to a call");
    };
  }

  private static TwirpError error(int code, String message, String data) {
    String suffix = data.isEmpty() ? "" : ": " + data;
    return new TwirpError(twirp(code), "RpcError " + code + ": " + message + suffix);
  }

  private static Code twirp(int code) {
    return switch (code) {
      case 1400 -> Code.INVALID_ARGUMENT;
      case RECIPIENT_NOT_FOUND -> Code.NOT_FOUND;
      case REQUEST_TOO_LARGE, 1504 -> Code.MALFORMED;
      case 1403, 1404 -> Code.UNIMPLEMENTED;
      case 1500, 1505 -> Code.INTERNAL;
      case 1501, 1502 -> Code.CANCELED;
      case 1503 -> Code.UNAVAILABLE;
      // The application's own.
      default -> Code.UNKNOWN;
    };
  }
}
