package akkord.actors.participant;

import akkord.actors.Transports;
import akkord.media.DataChannelSpec;
import akkord.media.IceCredentials;
import akkord.media.MediaCommand;
import akkord.media.UpTrackSpec;
import akkord.media.sdp.SdpException;
import akkord.proto.MediaSectionsRequirement;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The connection whose offers come from the client. Orders go to the worker before the answer goes
 * to the client, so that no packet meets a worker that does not expect it.
 */
final class AnswerSide {
  private final AnsweringConnection connection;
  private final MediaLink media;
  private final ClientLink link;
  private final Agreement tracks;
  private final String owner;
  private final String transport;
  private final Map<String, UpTrackSpec> ordered = new HashMap<>();
  private Set<String> answeredFor = Set.of();
  private boolean opened;
  private boolean asked;

  /**
   * A connection that waits for its first offer, or goes on.
   *
   * @param owner the participant's sid
   * @param opened whether the worker knows it already
   */
  AnswerSide(
      AnsweringConnection connection,
      MediaLink media,
      ClientLink link,
      Agreement tracks,
      String owner,
      boolean opened) {
    this.connection = connection;
    this.media = media;
    this.link = link;
    this.tracks = tracks;
    this.owner = owner;
    this.transport = Transports.publisher(owner);
    this.opened = opened;
  }

  boolean isOpen() {
    return opened;
  }

  AnsweringConnection.Memo memo() {
    return connection.memo();
  }

  /**
   * Answers.
   *
   * @throws SdpException if the offer cannot be used
   */
  void onOffer(SessionDescription offer) throws SdpException {
    asked = false;
    // Once: it has hundreds of lines.
    var description = akkord.media.sdp.SessionDescription.parse(offer.getSdp());
    boolean fresh = !opened;
    boolean restarts = opened && connection.restartsIce(description);
    if (restarts) {
      IceCredentials credentials = IceSecrets.next();
      connection.restartIce(credentials);
    }
    AnsweringConnection.Answer answer = answer(description);
    open(fresh, restarts);
    // Before the fingerprint: the client's first packet may be waiting for it.
    DataSection.order(transport, description, agreedChannels()).ifPresent(media::submit);
    apply(answer);
    link.send(
        SignalResponse.newBuilder()
            .setAnswer(
                SessionDescription.newBuilder()
                    .setType("answer")
                    .setSdp(answer.sdp())
                    .setId(offer.getId())
                    .putAllMidToTrackId(answer.midToTrackSid())));
    if (answer.missingAudio() + answer.missingVideo() > 0) {
      require(answer.missingAudio(), answer.missingVideo());
    }
  }

  private List<DataChannelSpec> agreedChannels() {
    return connection.memo().carriesDownTracks()
        ? DataSection.negotiated(link.protocol())
        : List.of();
  }

  private AnsweringConnection.Answer answer(akkord.media.sdp.SessionDescription offer)
      throws SdpException {
    tracks.offered(OfferedSections.of(offer, List.of()).sendingMids());
    List<WantedTrack> wanted = tracks.wanted();
    answeredFor = sids(wanted);
    return connection.answer(offer, tracks.roomOwner(), tracks.announced(), wanted);
  }

  private void open(boolean fresh, boolean restarts) {
    IceCredentials local = connection.memo().local().ice();
    if (fresh) {
      media.submit(new MediaCommand.OpenTransport(transport, owner, local));
      opened = true;
    } else if (restarts) {
      media.submit(new MediaCommand.RestartIce(transport, local));
    }
  }

  private void apply(AnsweringConnection.Answer answer) {
    media.submit(
        new MediaCommand.SetRemote(
            transport, answer.remoteIce(), answer.remoteFingerprint(), answer.localRole()));
    for (String ended : answer.removedUpTracks()) {
      ordered.remove(ended);
      media.submit(new MediaCommand.RemoveUpTrack(transport, ended));
    }
    for (BoundUpTrack bound : answer.upTracks()) {
      if (!bound.spec().equals(ordered.put(bound.trackSid(), bound.spec()))) {
        media.submit(new MediaCommand.AddUpTrack(transport, bound.spec()));
      }
    }
    DownTracks.order(media, transport, answer.downTracks(), answer.removedDownTracks());
    tracks.agreedDown(answer.downTracks(), answer.removedDownTracks(), answer.unsupported());
    tracks.agreedUp(answer.upTracks(), answer.removedUpTracks());
  }

  /** Stops receiving a track, whatever the client goes on sending. */
  void unpublish(String track) {
    connection.unpublish(track);
    ordered.remove(track);
    if (opened) {
      media.submit(new MediaCommand.RemoveUpTrack(transport, track));
    }
  }

  /** Single PC: asks the client for an offer, with as many more sections as are missing. */
  void askForOffer() {
    List<WantedTrack> wanted = tracks.wanted();
    AnsweringConnection.Missing missing = connection.missing(wanted);
    boolean more = missing.audios() + missing.videos() > 0;
    // The last answer already did what could be done for the same tracks.
    if (!more && (asked || sids(wanted).equals(answeredFor))) {
      return;
    }
    require(missing.audios(), missing.videos());
  }

  /** The client is back and may have missed our last messages; it offers again by itself. */
  void signalBack() {
    asked = false;
    answeredFor = Set.of();
    connection.forgetRequests();
  }

  private void require(int audios, int videos) {
    asked = true;
    link.send(
        SignalResponse.newBuilder()
            .setMediaSectionsRequirement(
                MediaSectionsRequirement.newBuilder().setNumAudios(audios).setNumVideos(videos)));
  }

  private static Set<String> sids(List<WantedTrack> tracks) {
    return tracks.stream().map(WantedTrack::trackSid).collect(Collectors.toSet());
  }

  void close() {
    if (opened) {
      media.submit(new MediaCommand.CloseTransport(transport));
    }
  }
}
