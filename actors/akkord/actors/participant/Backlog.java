package akkord.actors.participant;

import akkord.proto.SignalResponse;
import akkord.proto.SpeakerInfo;
import akkord.proto.SpeakersChanged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client that is away has to be told once it is back, because nothing else will say it
 * again. Participants, the room and descriptions are left out: a resume brings them anew.
 */
final class Backlog {
  /** Older messages give way: a client away for so long finds out from the tracks themselves. */
  static final int MAX_MESSAGES = 256;

  private final Deque<SignalResponse> messages = new ArrayDeque<>();
  private final Map<String, SpeakerInfo> speakers = new LinkedHashMap<>();

  /** Keeps a message, if its client would miss it. */
  void keep(SignalResponse message) {
    switch (message.getMessageCase()) {
      case JOIN,
          RECONNECT,
          LEAVE,
          ANSWER,
          OFFER,
          MEDIA_SECTIONS_REQUIREMENT,
          UPDATE,
          ROOM_UPDATE,
          CONNECTION_QUALITY -> {}
      case SPEAKERS_CHANGED -> keep(message.getSpeakersChanged());
      default -> {
        if (messages.size() == MAX_MESSAGES) {
          messages.removeFirst();
        }
        messages.addLast(message);
      }
    }
  }

  private void keep(SpeakersChanged changed) {
    for (SpeakerInfo speaker : changed.getSpeakersList()) {
      if (speakers.size() < MAX_MESSAGES || speakers.containsKey(speaker.getSid())) {
        speakers.put(speaker.getSid(), speaker);
      }
    }
  }

  /** Everything that was kept, in order, speakers last; nothing is left. */
  List<SignalResponse> take() {
    List<SignalResponse> taken = new ArrayList<>(messages);
    if (!speakers.isEmpty()) {
      taken.add(
          SignalResponse.newBuilder()
              .setSpeakersChanged(SpeakersChanged.newBuilder().addAllSpeakers(speakers.values()))
              .build());
    }
    messages.clear();
    speakers.clear();
    return taken;
  }
}
