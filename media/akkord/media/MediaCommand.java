package akkord.media;

import java.util.List;

/**
 * An order from an actor to one worker. Every command is idempotent, so that an actor that comes
 * back may repeat it; one that names something unknown is ignored and counted.
 *
 * <p>{@code transport} is an id that the ordering actor chose, unique in the cluster; {@code owner}
 * names who gets the events ({@link MediaEvent#owner}).
 */
public sealed interface MediaCommand {
  /**
   * Starts answering STUN for {@code local}. DTLS begins with the peer's first ClientHello and is
   * held at the fingerprint check until {@link SetRemote} arrives.
   */
  record OpenTransport(String transport, String owner, IceCredentials local)
      implements MediaCommand {}

  /**
   * What the peer's description says. A changed {@code remote} after an ICE restart replaces the
   * former one; the fingerprint must stay.
   */
  record SetRemote(
      String transport, IceCredentials remote, Fingerprint fingerprint, DtlsRole localRole)
      implements MediaCommand {}

  /** ICE restart: answers STUN for new credentials too; media keeps flowing (RFC 8445 9). */
  record RestartIce(String transport, IceCredentials local) implements MediaCommand {}

  /** Sends BYE and close_notify and forgets the transport with all its tracks. */
  record CloseTransport(String transport) implements MediaCommand {}

  /** Receives a published track, or replaces the parameters of one. */
  record AddUpTrack(String transport, UpTrackSpec spec) implements MediaCommand {}

  /** Stops receiving a track; its down-tracks starve until they are removed. */
  record RemoveUpTrack(String transport, String trackSid) implements MediaCommand {}

  /** Stops or resumes forwarding for all subscribers; sequence numbers stay continuous (M-33). */
  record SetUpTrackMuted(String trackSid, boolean muted) implements MediaCommand {}

  /**
   * Somebody will be sent a track as soon as a description is answered: asks its publisher for a
   * key frame now, unless there is a fresh one.
   */
  record PrepareUpTrack(String trackSid) implements MediaCommand {}

  /** Sends a track to a subscriber; one that is not there yet is waited for. */
  record AddDownTrack(String transport, DownTrackSpec spec) implements MediaCommand {}

  /** Stops sending a track to a subscriber. */
  record RemoveDownTrack(String transport, String trackSid) implements MediaCommand {}

  /** Changes what a subscriber gets of a track. */
  record SetDownTrack(String transport, String trackSid, DownTrackSettings settings)
      implements MediaCommand {}

  /**
   * Takes data channels: those that the peer opens, and {@code channels}, for which an SCTP
   * association is set up from here. Ones that are there already stay.
   *
   * @param remotePort the peer's {@code a=sctp-port}
   * @param maxMessageSize bytes of the longest message that the peer takes; 0 if it does not say
   */
  record SetDataChannels(
      String transport, int remotePort, int maxMessageSize, List<DataChannelSpec> channels)
      implements MediaCommand {
    public SetDataChannels {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Sends a message to each of these transports, on its channel of the message's label. What a
   * lossy channel cannot take at once goes when it is old; a reliable one keeps it ({@link
   * MediaEvent.DataCongested}).
   */
  record SendData(List<String> transports, DataMessage message) implements MediaCommand {
    public SendData {
      transports = List.copyOf(transports);
    }
  }

  /**
   * The owner is done with so many bytes of {@link MediaEvent.DataReceived}; until it says so they
   * count against what the peer may send.
   *
   * @param bytes with {@link DataMessage#cost}; {@link Integer#MAX_VALUE} for all there ever were
   */
  record TakeData(String transport, int bytes) implements MediaCommand {}

  /**
   * Takes the frames of a data track (5.9).
   *
   * @param handle what its publisher writes into them, 1..65535
   */
  record AddDataUpTrack(String transport, String trackSid, int handle) implements MediaCommand {}

  /** Takes no more frames of a data track; its subscribers starve until they are removed. */
  record RemoveDataUpTrack(String transport, String trackSid) implements MediaCommand {}

  /**
   * Sends a data track to a subscriber; one that is not there yet is waited for. What a slow reader
   * cannot take is dropped.
   *
   * @param handle what is written into its frames, 1..65535
   */
  record AddDataDownTrack(String transport, String trackSid, int handle) implements MediaCommand {}

  /** Stops sending a data track to a subscriber. */
  record RemoveDataDownTrack(String transport, String trackSid) implements MediaCommand {}

  /** Asks for {@link MediaEvent.OwnerSnapshot}. */
  record DescribeOwner(String owner) implements MediaCommand {}

  /** Asks for {@link MediaEvent.TrackSnapshot}, addressed to {@code owner}. */
  record DescribeTrack(String owner, String trackSid) implements MediaCommand {}
}
