package akkord.actors.room;

import akkord.actors.room.Roster.Member;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import java.util.List;

/** What everyone is told of everyone, at once or with the next batch; of hidden ones nothing. */
final class Announcements {
  private final Roster roster;
  private final UpdateQueue queue = new UpdateQueue();

  Announcements(Roster roster) {
    this.roster = roster;
  }

  /** A member is there again, newer than it was known. */
  void returned(Member member) {
    if (!member.joiner().isHidden()) {
      roster.announce(queue.push(member.info()));
    }
  }

  /**
   * A member changed. Hiding looks like leaving to others, and showing up like joining (P-04).
   *
   * @param before as it was known until now
   */
  void changed(Member member, Joiner before) {
    Joiner now = member.joiner();
    if (!now.isHidden()) {
      roster.announce(queue.push(now.info()));
    } else if (!before.isHidden()) {
      queue.drop(now.info().getIdentity());
      ParticipantInfo gone = UpdateQueue.ended(now.info(), DisconnectReason.UNKNOWN_REASON);
      roster.announce(List.of(gone.toBuilder().setVersion(now.info().getVersion()).build()));
    }
    if (now.isRecorder() != before.isRecorder()) {
      roster.restore(member); // recorders may receive what others may not
    }
  }

  /** A member left. */
  void left(Member member, DisconnectReason reason) {
    if (!member.joiner().isHidden()) {
      roster.announce(queue.push(UpdateQueue.ended(member.info(), reason)));
    }
  }

  /** The time of a batch has come. */
  void flush() {
    roster.announce(queue.flush());
  }
}
