package akkord.actors.room;

import akkord.media.DataChannelSpec;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;

/** Labels of the channels that carry data packets (D-01). */
public final class DataChannelLabel {
  /** Ordered, until it arrives. */
  public static final String RELIABLE = "_reliable";

  /** Unordered, never repeated. */
  public static final String LOSSY = "_lossy";

  /** Frames of data tracks, unordered, never repeated. */
  public static final String DATA_TRACK = DataChannelSpec.DATA_TRACK;

  private DataChannelLabel() {}

  /** Whether a message is to arrive whatever happens: an application's own might be. */
  static boolean isReliable(MediaCommand.SendData order) {
    return !order.message().label().equals(LOSSY);
  }

  /** The channel for a kind of packet. */
  static String of(DataPacket.Kind kind) {
    return kind == DataPacket.Kind.LOSSY ? LOSSY : RELIABLE;
  }
}
