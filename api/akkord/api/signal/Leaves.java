package akkord.api.signal;

import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalResponse;

/** Leave messages that the edge itself sends. */
final class Leaves {
  /** Since this protocol version a client can be told to resume (2.4). */
  static final int KNOWS_RESUME = 13;

  private Leaves() {}

  /** The session is unknown here: join anew; {@code can_reconnect} says it to old clients. */
  static SignalResponse rejoin() {
    return SignalResponse.newBuilder()
        .setLeave(
            LeaveRequest.newBuilder()
                .setReason(DisconnectReason.STATE_MISMATCH)
                .setAction(LeaveRequest.Action.RECONNECT)
                .setCanReconnect(true))
        .build();
  }

  /** The session lives, but not through this socket: come back with another. */
  static SignalResponse resume() {
    return SignalResponse.newBuilder()
        .setLeave(
            LeaveRequest.newBuilder()
                .setReason(DisconnectReason.SERVER_SHUTDOWN)
                .setAction(LeaveRequest.Action.RESUME))
        .build();
  }
}
