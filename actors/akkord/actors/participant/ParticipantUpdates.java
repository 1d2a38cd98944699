package akkord.actors.participant;

import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantUpdate;
import akkord.proto.SignalResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes news of participants as messages for clients. A room writes them once: everyone passes on
 * the same objects, so that they are encoded once too.
 */
public final class ParticipantUpdates {
  // P-01: an update stays well below what a socket takes in one frame.
  private static final int MAX_SIZE = 128 << 10;

  private ParticipantUpdates() {}

  /**
   * News in as many messages as it takes, in their order. The ends of replaced sessions have
   * messages of their own, because newer clients are not told of them (P-08).
   */
  public static List<SignalResponse> messages(Collection<ParticipantInfo> news) {
    List<SignalResponse> messages = new ArrayList<>();
    List<ParticipantInfo> chunk = new ArrayList<>();
    int size = 0;
    for (ParticipantInfo info : news) {
      int more = info.getSerializedSize();
      boolean fits = size + more <= MAX_SIZE && isReplaced(info) == isReplaced(chunk);
      if (!fits && !chunk.isEmpty()) {
        messages.add(message(chunk));
        chunk.clear();
        size = 0;
      }
      chunk.add(info);
      size += more;
    }
    if (!chunk.isEmpty()) {
      messages.add(message(chunk));
    }
    return List.copyOf(messages);
  }

  /** Whether a message holds nothing but ends of sessions that another replaced. */
  static boolean isReplaced(SignalResponse message) {
    return isReplaced(message.getUpdate().getParticipantsList());
  }

  private static boolean isReplaced(List<ParticipantInfo> chunk) {
    return !chunk.isEmpty() && isReplaced(chunk.getFirst());
  }

  private static boolean isReplaced(ParticipantInfo info) {
    return info.getState() == ParticipantInfo.State.DISCONNECTED
        && info.getDisconnectReason() == DisconnectReason.DUPLICATE_IDENTITY;
  }

  private static SignalResponse message(List<ParticipantInfo> chunk) {
    return SignalResponse.newBuilder()
        .setUpdate(ParticipantUpdate.newBuilder().addAllParticipants(chunk))
        .build();
  }
}
