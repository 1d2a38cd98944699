package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantUpdates;
import akkord.actors.participant.Permit;
import akkord.proto.ParticipantInfo;
import akkord.proto.SpeakerInfo;
import akkord.proto.SubscriptionPermission;
import akkord.proto.TrackInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is in a room, in the order of joining. An identity is there once. */
final class Roster {
  private final Map<String, Member> bySid = new LinkedHashMap<>();
  private long comingsAndGoings;

  /** One participant as the room knows it. */
  static final class Member {
    private Joiner joiner;
    private ActorRef<Participant.Command> participant;
    private SubscriptionPolicy policy = SubscriptionPolicy.EVERYBODY;

    Member(Joiner joiner, ActorRef<Participant.Command> participant) {
      this.joiner = joiner;
      this.participant = participant;
    }

    /** As it is now. */
    Joiner joiner() {
      return joiner;
    }

    ParticipantInfo info() {
      return joiner.info();
    }

    String sid() {
      return info().getSid();
    }

    ActorRef<Participant.Command> participant() {
      return participant;
    }

    Member movedTo(ActorRef<Participant.Command> successor) {
      participant = successor;
      return this;
    }

    /** Takes newer info; false if it is not newer (P-02). */
    boolean update(ParticipantInfo newer) {
      if (newer.getVersion() <= info().getVersion()) {
        return false;
      }
      joiner = joiner.as(newer);
      return true;
    }
  }

  Member add(Joiner joiner, ActorRef<Participant.Command> participant) {
    Member member = new Member(joiner, participant);
    bySid.put(member.sid(), member);
    comingsAndGoings++;
    return member;
  }

  /** Another number whenever somebody has come or gone. */
  long comingsAndGoings() {
    return comingsAndGoings;
  }

  Optional<Member> remove(String sid) {
    comingsAndGoings++;
    return Optional.ofNullable(bySid.remove(sid));
  }

  Optional<Member> find(String sid) {
    return Optional.ofNullable(bySid.get(sid));
  }

  Optional<Member> findIdentity(String identity) {
    return bySid.values().stream()
        .filter(member -> member.info().getIdentity().equals(identity))
        .findFirst();
  }

  Collection<Member> members() {
    return bySid.values();
  }

  /** Everyone, by identity. */
  List<ParticipantInfo> infos() {
    return bySid.values().stream()
        .map(Member::info)
        .sorted(Comparator.comparing(ParticipantInfo::getIdentity))
        .toList();
  }

  /** Empties it. */
  List<Member> removeAll() {
    List<Member> members = List.copyOf(bySid.values());
    bySid.clear();
    comingsAndGoings++;
    return members;
  }

  /** Everyone that others may see, except {@code sid}. */
  List<ParticipantInfo> visibleTo(String sid) {
    List<ParticipantInfo> others = new ArrayList<>();
    for (Member member : bySid.values()) {
      if (!member.joiner().isHidden() && !member.sid().equals(sid)) {
        others.add(member.info());
      }
    }
    return others;
  }

  /** Tells a member that it is in. */
  void admit(
      Member member,
      akkord.proto.Room info,
      MediaPlacement placement,
      ActorRef<Room.Command> room) {
    List<ParticipantInfo> others = visibleTo(member.sid());
    member
        .participant()
        .tell(
            new Participant.Admitted(member.sid(), info, placement, others, permits(member), room));
  }

  /** Tells a member who else is in: it, or the room, was away. */
  void restore(Member member) {
    member
        .participant()
        .tell(new Participant.RosterRestored(visibleTo(member.sid()), permits(member)));
  }

  /** What others permit a member, where it is not everything. */
  private Map<String, Permit> permits(Member subscriber) {
    Map<String, Permit> permits = new HashMap<>();
    for (Member publisher : bySid.values()) {
      Permit permit = publisher.policy.permit(subscriber.joiner());
      if (!permit.all() && publisher != subscriber) {
        permits.put(publisher.sid(), permit);
      }
    }
    return permits;
  }

  /** A member says who may receive its tracks: those for whom it makes a difference are told. */
  void permit(String publisher, SubscriptionPermission permission) {
    Member member = bySid.get(publisher);
    if (member == null) {
      return;
    }
    SubscriptionPolicy before = member.policy;
    member.policy = new SubscriptionPolicy(permission);
    for (Member other : bySid.values()) {
      Permit permit = member.policy.permit(other.joiner());
      if (other != member && !permit.equals(before.permit(other.joiner()))) {
        other.participant().tell(new Participant.SubscriptionPermitted(publisher, permit));
      }
    }
  }

  /** Tells everyone. */
  void tell(Participant.Command news) {
    bySid.values().forEach(member -> member.participant().tell(news));
  }

  /**
   * Tells everyone of changes, in one message for all: whoever is among several changes hears of
   * itself too, but nobody of itself alone.
   */
  void announce(List<ParticipantInfo> changes) {
    if (changes.isEmpty()) {
      return;
    }
    String alone = changes.size() == 1 ? changes.getFirst().getSid() : "";
    Participant.Command news = new Participant.OthersChanged(ParticipantUpdates.messages(changes));
    for (Member member : bySid.values()) {
      if (!member.sid().equals(alone)) {
        member.participant().tell(news);
      }
    }
  }

  /** Tells everyone who speaks, or does not any more. */
  void announceSpeakers(List<SpeakerInfo> changes) {
    if (!changes.isEmpty()) {
      tell(new Participant.SpeakersChanged(changes));
    }
  }

  /** How many keep the room open and count (RM-05). */
  int independents() {
    return (int) bySid.values().stream().filter(member -> !member.joiner().isDependent()).count();
  }

  /** How many have published something. */
  int publishers() {
    return (int) bySid.values().stream().filter(member -> member.info().getIsPublisher()).count();
  }

  boolean hasRecorder() {
    return bySid.values().stream().anyMatch(member -> member.joiner().isRecorder());
  }

  /** The participant behind each published track. */
  Map<String, String> publishersByTrack() {
    Map<String, String> publishers = new HashMap<>();
    for (Member member : bySid.values()) {
      for (TrackInfo track : member.info().getTracksList()) {
        publishers.put(track.getSid(), member.sid());
      }
    }
    return publishers;
  }
}
