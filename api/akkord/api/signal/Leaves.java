package akkord.api.signal;

import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalResponse;

/** Leave messages that the edge itself sends. */
final class Leaves {
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
}
