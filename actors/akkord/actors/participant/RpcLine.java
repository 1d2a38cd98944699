package akkord.actors.participant;

import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import akkord.actors.room.DataChannelLabel;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import java.time.Duration;
import java.util.List;

/** Carries the server's calls to a session's client, on its reliable channel. */
final class RpcLine implements ServerRpcs.Line {
  private final Session session;
  private final Surroundings around;

  RpcLine(Session session, Surroundings around) {
    this.session = session;
    this.around = around;
  }

  @Override
  public boolean send(String ticket, DataPacket packet) {
    if (!session.data().isReachable()) {
      return false;
    }
    DataMessage message = new DataMessage(DataChannelLabel.RELIABLE, false, packet.toByteArray());
    MediaCommand.SendData order =
        new MediaCommand.SendData(List.of(session.negotiation().primary()), message);
    MediaPlacement placement = session.placement();
    placement
        .node()
        .tell(new MediaNode.Deliver(placement.worker(), order, true, ticket, around.notices()));
    return true;
  }

  @Override
  public void expect(String id, Duration within) {
    Participant.Command overdue = overdue(id);
    around.timers().startSingleTimer(overdue, overdue, within);
  }

  @Override
  public void forget(String id) {
    around.timers().cancel(overdue(id));
  }

  private Participant.Command overdue(String id) {
    return new Participant.RpcOverdue(session.sid(), id);
  }
}
