package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Roster.Member;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * Who comes to a room, changes, goes, or is only lost for a while, and who has to know of it. The
 * {@link Roster} is where the members are; whether somebody may come in is for the room to say.
 */
final class Attendance {
  // A signal connection brings its participant back within this time, or nobody does.
  private static final Duration LOST_GRACE = Duration.ofSeconds(10);

  private final ActorContext<Room.Command> context;
  private final TimerScheduler<Room.Command> timers;
  private final Opening opening;
  private final Roster roster;
  private final RoomInfo info;
  private final Vacancy vacancy;
  private final Audience audience;

  /**
   * Who has to know.
   *
   * @param announcements to the others in the room
   * @param reporter to those who listen to the room
   * @param listing in the directory
   * @param speakers forget who left
   * @param data likewise
   */
  record Audience(
      Announcements announcements,
      Reporter reporter,
      RoomListing listing,
      ActiveSpeakers speakers,
      DataRelay data) {}

  Attendance(
      ActorContext<Room.Command> context,
      TimerScheduler<Room.Command> timers,
      Opening opening,
      Roster roster,
      RoomInfo info,
      Vacancy vacancy,
      Audience audience) {
    this.context = context;
    this.timers = timers;
    this.opening = opening;
    this.roster = roster;
    this.info = info;
    this.vacancy = vacancy;
    this.audience = audience;
  }

  /** Somebody comes in. */
  Member add(Joiner joiner, ActorRef<Participant.Command> participant) {
    Member member = roster.add(joiner, participant);
    watch(member);
    audience.reporter().seen(member);
    if (!joiner.isDependent()) {
      vacancy.occupied();
    }
    audience.listing().tellSoon();
    if (joiner.isRecorder()) {
      recount();
    }
    return member;
  }

  /** A member is there again; true if it is newer than it was known. */
  boolean welcomeBack(Member member, Room.Register register) {
    forget(member);
    watch(member.movedTo(register.participant()));
    boolean news = member.update(register.joiner().info());
    audience.reporter().seen(member);
    return news;
  }

  /** A member changed. */
  void changed(ParticipantInfo changed) {
    roster.find(changed.getSid()).ifPresent(member -> changed(member, changed));
  }

  private void changed(Member member, ParticipantInfo changed) {
    Joiner before = member.joiner();
    if (member.update(changed)) {
      audience.reporter().seen(member);
      audience.announcements().changed(member, before);
    }
  }

  /** A member goes, for good. */
  void leave(String sid, DisconnectReason reason) {
    Optional<Member> left = roster.remove(sid);
    if (left.isEmpty()) {
      return;
    }
    Member member = left.get();
    forget(member);
    audience.speakers().left(sid);
    audience.data().left(sid);
    audience.reporter().left(member, reason);
    audience.announcements().left(member, reason);
    if (member.joiner().isRecorder()) {
      recount();
    }
    if (!member.joiner().isDependent() && roster.independents() == 0) {
      vacancy.vacated();
    }
    audience.listing().tellSoon();
  }

  /** A member goes, and its media with it. */
  void expel(String sid, DisconnectReason reason) {
    leave(sid, reason);
    opening.placement().ifPresent(here -> here.node().tell(new MediaNode.CloseOwner(sid)));
  }

  /** A member's actor is gone: it has a while to come back. */
  void lost(Room.MemberLost lost) {
    timers.startSingleTimer(
        lost.sid(), new Room.MemberGone(lost.sid(), lost.participant()), LOST_GRACE);
  }

  /** It has had that while. */
  void gone(Room.MemberGone gone) {
    roster
        .find(gone.sid())
        .filter(member -> member.participant().equals(gone.participant()))
        .ifPresent(
            member -> {
              context.getLog().info("{} was lost and did not come back", gone.sid());
              expel(gone.sid(), DisconnectReason.CONNECTION_TIMEOUT);
            });
  }

  /** The room ends for everyone. */
  void end(DisconnectReason reason) {
    for (Member member : roster.removeAll()) {
      forget(member);
      member.participant().tell(new Participant.RoomClosed(reason));
      audience.reporter().left(member, reason);
    }
  }

  /** Everyone hears of the room's counts, if they are others now. */
  void recount() {
    if (info.recount(roster)) {
      roster.tell(new Participant.RoomChanged(info.now()));
      audience.listing().tellSoon();
    }
  }

  private void watch(Member member) {
    context.watchWith(
        member.participant(), new Room.MemberLost(member.sid(), member.participant()));
  }

  private void forget(Member member) {
    context.unwatch(member.participant());
    timers.cancel(member.sid());
  }
}
