package akkord.media;

import java.util.List;

/** Something that happened on a worker, told to the actor that {@link #owner} names. */
public sealed interface MediaEvent {
  /**
   * The owner id given in the command that made the object, or the room for {@link AudioLevels}.
   */
  String owner();

  /** ICE has a path and DTLS has keys. */
  record TransportConnected(
      String owner, String transport, String remoteAddress, String srtpProfile)
      implements MediaEvent {}

  /**
   * Nothing has been heard from the peer for {@code FAILED_TIMEOUT}. The transport stays for a
   * while: an ICE restart revives it.
   */
  record TransportSilent(String owner, String transport) implements MediaEvent {}

  /** The transport is of no use any more and has been closed. */
  record TransportFailed(String owner, String transport, TransportFailure failure, String detail)
      implements MediaEvent {}

  /** Answer to {@link MediaCommand.CloseTransport}. */
  record TransportClosed(String owner, String transport) implements MediaEvent {}

  /** The set of layers that carry packets changed; empty when the publisher stopped sending. */
  record LayersChanged(String owner, String trackSid, List<Integer> layers) implements MediaEvent {}

  /**
   * Loudness of a room's microphones over the last 400 ms (M-26): only tracks above the threshold,
   * and sent once more, empty, when the last of them fell silent.
   */
  record AudioLevels(String owner, List<AudioLevel> levels) implements MediaEvent {}

  /**
   * A message came on a data channel. Whoever takes it gives its size back with {@link
   * MediaCommand.TakeData}.
   */
  record DataReceived(String owner, String transport, DataMessage message) implements MediaEvent {}

  /** A data channel opened. */
  record DataChannelOpened(String owner, String transport, String label) implements MediaEvent {}

  /** A data channel was closed by the peer. */
  record DataChannelClosed(String owner, String transport, String label) implements MediaEvent {}

  /**
   * What waits for the peer on reliable data channels grew beyond a limit, or is well below it
   * again: whoever sends should wait meanwhile.
   */
  record DataCongested(String owner, String transport, boolean congested) implements MediaEvent {}

  /** What a worker holds for an owner. */
  record OwnerSnapshot(String owner, List<TransportSnapshot> transports) implements MediaEvent {}

  /** What a worker holds for a track: who receives it. */
  record TrackSnapshot(
      String owner, String trackSid, boolean present, boolean muted, List<String> subscribers)
      implements MediaEvent {}

  /**
   * One track's loudness.
   *
   * @param level linear, 0 (silence) .. 1
   */
  record AudioLevel(String trackSid, float level) {}

  /**
   * One transport as its worker sees it.
   *
   * @param dataChannels labels of the open ones
   */
  record TransportSnapshot(
      String transport,
      boolean connected,
      List<UpTrackSpec> upTracks,
      List<DownTrackSpec> downTracks,
      List<String> dataChannels) {}

  /** Why a transport failed. */
  enum TransportFailure {
    /** No STUN check arrived in time after opening. */
    ICE_TIMEOUT,
    /** An established path went silent. */
    ICE_DISCONNECTED,
    /** The handshake failed or took too long. */
    DTLS_FAILED,
    /** The peer's certificate is not the one its description announced. */
    FINGERPRINT_MISMATCH,
    /** The peer closed DTLS. */
    DTLS_CLOSED,
    /** The data channels' association ended: the peer aborted it or broke its rules. */
    DATA_FAILED,
    /** The peer takes reliable data too slowly, for too long. */
    DATA_TOO_SLOW,
    /** A protocol class threw; the worker goes on. */
    INTERNAL_ERROR
  }
}
