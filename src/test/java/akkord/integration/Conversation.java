package akkord.integration;

import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalResponse;
import akkord.proto.TrackInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a client was told, and what it makes of it. Any thread. */
public final class Conversation {
  private final String identity;
  private final List<SignalResponse> messages = new ArrayList<>();
  private final Map<String, ParticipantInfo> others = new HashMap<>();
  private final Map<String, ParticipantInfo> left = new HashMap<>();
  private ParticipantInfo self = ParticipantInfo.getDefaultInstance();

  public Conversation(String identity) {
    this.identity = identity;
  }

  public synchronized void on(SignalResponse message) {
    messages.add(message);
    if (message.hasJoin()) {
      self = message.getJoin().getParticipant();
      message.getJoin().getOtherParticipantsList().forEach(this::on);
    } else if (message.hasUpdate()) {
      message.getUpdate().getParticipantsList().forEach(this::on);
    }
  }

  private void on(ParticipantInfo info) {
    if (info.getSid().equals(self.getSid())) {
      self = info;
    } else if (info.getState() == ParticipantInfo.State.DISCONNECTED) {
      others.remove(info.getIdentity());
      left.put(info.getIdentity(), info);
    } else {
      left.remove(info.getIdentity());
      others.put(info.getIdentity(), info);
    }
  }

  /** This participant, as it was last told. */
  public synchronized ParticipantInfo self() {
    return self;
  }

  /** The first message. */
  public synchronized Optional<JoinResponse> join() {
    return messages.stream()
        .filter(SignalResponse::hasJoin)
        .map(SignalResponse::getJoin)
        .findFirst();
  }

  /** Someone else who is there. */
  public synchronized Optional<ParticipantInfo> other(String name) {
    return Optional.ofNullable(others.get(name));
  }

  /** A track of someone else. */
  public Optional<TrackInfo> track(String publisher, boolean video) {
    return other(publisher).stream()
        .flatMap(info -> info.getTracksList().stream())
        .filter(track -> track.getMimeType().startsWith(video ? "video" : "audio"))
        .findFirst();
  }

  /** Someone else who has left. */
  public synchronized Optional<ParticipantInfo> gone(String name) {
    return Optional.ofNullable(left.get(name));
  }

  /** The leave message. */
  public synchronized Optional<LeaveRequest> leave() {
    return messages.stream()
        .filter(SignalResponse::hasLeave)
        .map(SignalResponse::getLeave)
        .findFirst();
  }

  /** The first message of a kind. */
  public synchronized Optional<SignalResponse> first(Predicate<SignalResponse> which) {
    return messages.stream().filter(which).findFirst();
  }

  public synchronized long count(Predicate<SignalResponse> which) {
    return messages.stream().filter(which).count();
  }

  @Override
  public synchronized String toString() {
    return identity
        + " knows "
        + others.keySet()
        + ", saw leaving "
        + left.keySet()
        + ", heard "
        + messages.stream().map(SignalResponse::getMessageCase).toList();
  }
}
