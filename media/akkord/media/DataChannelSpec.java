package akkord.media;

/**
 * A data channel that our side sees to.
 *
 * @param label what both sides know it by
 * @param stream the agreed SCTP stream; {@link #ANNOUNCED} if we open it ourselves (RFC 8832)
 * @param ordered whether messages keep their order
 * @param maxRetransmits how often a lost message is sent again; {@link #RELIABLE} until it arrives
 */
public record DataChannelSpec(String label, int stream, boolean ordered, int maxRetransmits) {
  /** We choose the stream and tell the peer. */
  public static final int ANNOUNCED = -1;

  /** No limit of retransmissions. */
  public static final int RELIABLE = -1;

  /** Label of the channel for frames of data tracks, which workers forward themselves. */
  public static final String DATA_TRACK = "_data_track";
}
