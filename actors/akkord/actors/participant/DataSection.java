package akkord.actors.participant;

import akkord.actors.room.DataChannelLabel;
import akkord.media.DataChannelSpec;
import akkord.media.MediaCommand;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SessionDescription;
import java.util.List;
import java.util.Optional;

/** The section for data channels of a client's description. */
final class DataSection {
  /** Channels that we open where the client has none to receive on (J-04). */
  static final List<DataChannelSpec> OURS =
      List.of(
          channel(DataChannelLabel.RELIABLE, true, DataChannelSpec.RELIABLE),
          channel(DataChannelLabel.LOSSY, false, 0),
          channel(DataChannelLabel.DATA_TRACK, false, 0));

  private static final int FIRST_NEGOTIATED = 100;
  private static final int NEGOTIATING_PROTOCOL = 18;

  private DataSection() {}

  private static DataChannelSpec channel(String label, boolean ordered, int maxRetransmits) {
    return new DataChannelSpec(label, DataChannelSpec.ANNOUNCED, ordered, maxRetransmits);
  }

  /** The same channels on streams that both sides know (livekit.md 13, protocol 18). */
  static List<DataChannelSpec> negotiated(int protocol) {
    if (protocol < NEGOTIATING_PROTOCOL) {
      return List.of();
    }
    return List.of(
        agreed(OURS.get(0), FIRST_NEGOTIATED),
        agreed(OURS.get(1), FIRST_NEGOTIATED + 1),
        agreed(OURS.get(2), FIRST_NEGOTIATED + 2));
  }

  private static DataChannelSpec agreed(DataChannelSpec channel, int stream) {
    return new DataChannelSpec(
        channel.label(), stream, channel.ordered(), channel.maxRetransmits());
  }

  /** The order for a transport; empty if the description has no such section. */
  static Optional<MediaCommand> order(
      String transport, SessionDescription remote, List<DataChannelSpec> channels) {
    return remote.sections().stream()
        .filter(section -> section.isDataChannel() && !section.isRejected())
        .findFirst()
        .map(section -> order(transport, section, channels));
  }

  private static MediaCommand order(
      String transport, MediaSection section, List<DataChannelSpec> channels) {
    int port = section.sctpPort() == 0 ? AnswerSections.SCTP_PORT : section.sctpPort();
    return new MediaCommand.SetDataChannels(transport, port, section.maxMessageSize(), channels);
  }
}
