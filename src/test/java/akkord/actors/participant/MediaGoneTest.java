package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalResponse;
import org.junit.jupiter.api.Test;

/** The node that carried the room's media has ended, the room has not. */
class MediaGoneTest extends ParticipantFixture {
  @Test
  void itsClientStartsOver() {
    participant.tell(new Participant.RoomClosed(DisconnectReason.STATE_MISMATCH));
    LeaveRequest leave = until(SignalResponse.MessageCase.LEAVE).getLeave();
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
    assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
  }
}
