package akkord.api.signal;

import akkord.actors.participant.LeaveRequests;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.SignalResponse;

/** Leave messages that the edge itself sends. */
final class Leaves {
  /** Since this protocol version a client can be told to resume (2.4). */
  static final int KNOWS_RESUME = 13;

  private Leaves() {}

  /** The session is lost here: join anew. */
  static SignalResponse rejoin(int protocol) {
    return LeaveRequests.of(DisconnectReason.STATE_MISMATCH, Action.RECONNECT, protocol).build();
  }

  /** The session lives, but not through this socket: come back with another. */
  static SignalResponse resume() {
    return LeaveRequests.of(DisconnectReason.SERVER_SHUTDOWN, Action.RESUME, KNOWS_RESUME).build();
  }
}
