package akkord.actors.participant;

import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalResponse;

/** The last message of a connection, as the client's protocol version understands it (2.4). */
public final class LeaveRequests {
  private static final int KNOWS_ACTIONS = 13;

  private LeaveRequests() {}

  /** Whether a client of this protocol version can be told to resume. */
  static boolean canAskToResume(int protocol) {
    return protocol >= KNOWS_ACTIONS;
  }

  /** Tells a client why it is to leave and what to do then. */
  public static SignalResponse.Builder of(
      DisconnectReason reason, LeaveRequest.Action action, int protocol) {
    LeaveRequest.Builder leave = LeaveRequest.newBuilder().setReason(reason);
    if (protocol >= KNOWS_ACTIONS) {
      leave.setAction(action);
    } else {
      leave.setCanReconnect(action != LeaveRequest.Action.DISCONNECT);
    }
    return SignalResponse.newBuilder().setLeave(leave);
  }
}
