package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.room.Roster.Member;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.RoomEndReason;
import java.util.List;
import java.util.function.Supplier;

/** Tells a room's news to those who listen; costs nothing where nobody does. */
final class Reporter {
  private final List<ActorRef<RoomNews>> listeners;
  private final ActorRef<Room.Command> self;
  private final Supplier<akkord.proto.Room> room;
  private boolean goesOn;

  /**
   * Tells on behalf of a room.
   *
   * @param room its description with current counts
   */
  Reporter(
      List<ActorRef<RoomNews>> listeners,
      ActorRef<Room.Command> self,
      Supplier<akkord.proto.Room> room) {
    this.listeners = listeners;
    this.self = self;
    this.room = room;
  }

  /** It opened, {@code again} after a crash. */
  void opened(boolean again) {
    tell(() -> new RoomNews.Opened(room.get(), again, self));
  }

  void seen(Member member) {
    tell(() -> new RoomNews.Seen(room.get(), member.info()));
  }

  void left(Member member, DisconnectReason reason) {
    tell(() -> new RoomNews.Left(room.get(), UpdateQueue.ended(member.info(), reason)));
  }

  void settled(Roster roster) {
    List<String> sids = roster.infos().stream().map(ParticipantInfo::getSid).toList();
    tell(() -> new RoomNews.Settled(room.get(), sids));
  }

  /** Another node has the room from now on: what closes here is not its end. */
  void goesOn() {
    goesOn = true;
  }

  /** Nothing to tell of a room that never opened. */
  void closed(DisconnectReason reason) {
    akkord.proto.Room last = room.get();
    if (!last.getSid().isEmpty() && !goesOn) {
      tell(() -> new RoomNews.Closed(last, endReason(reason)));
    }
  }

  private void tell(Supplier<RoomNews> news) {
    if (!listeners.isEmpty()) {
      RoomNews told = news.get();
      listeners.forEach(listener -> listener.tell(told));
    }
  }

  private static RoomEndReason endReason(DisconnectReason reason) {
    return switch (reason) {
      case ROOM_DELETED -> RoomEndReason.ROOM_END_API_DELETE;
      case ROOM_CLOSED -> RoomEndReason.ROOM_END_IDLE_TIMEOUT;
      case SERVER_SHUTDOWN -> RoomEndReason.ROOM_END_SERVER_SHUTDOWN;
      default -> RoomEndReason.ROOM_END_UNKNOWN;
    };
  }
}
