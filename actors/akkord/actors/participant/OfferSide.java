package akkord.actors.participant;

import akkord.actors.Transports;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.MediaCommand;
import akkord.media.sdp.SdpException;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The connection whose offers come from us (J-04, J-07): one offer is out at a time. */
final class OfferSide {
  private final OfferingConnection connection;
  private final MediaLink media;
  private final ClientLink link;
  private final Agreement tracks;
  private final String owner;
  private final String transport;
  private int offerId;
  private boolean opened;
  private boolean awaiting;
  private boolean stale;
  private Set<String> offeredFor = Set.of();

  /** What to remember beside the connection's own memo. */
  record Memo(OfferingConnection.Memo connection, int offerId, boolean opened, boolean awaiting) {}

  /**
   * A connection that has not offered yet.
   *
   * @param firstId of its first offer, at least 1 (J-06)
   */
  OfferSide(
      OfferingConnection connection,
      MediaLink media,
      ClientLink link,
      Agreement tracks,
      String owner,
      int firstId) {
    this.connection = connection;
    this.media = media;
    this.link = link;
    this.tracks = tracks;
    this.owner = owner;
    this.transport = Transports.subscriber(owner);
    this.offerId = firstId - 1;
  }

  /** Goes on after a crash. */
  void restore(Memo memo) {
    offerId = memo.offerId();
    opened = memo.opened();
    awaiting = memo.awaiting();
  }

  Memo memo() {
    return new Memo(connection.memo(), offerId, opened, awaiting);
  }

  boolean isOpen() {
    return opened;
  }

  boolean isAwaiting() {
    return awaiting;
  }

  /** Offers what is wanted now; later, if an answer is still due. */
  void offer() {
    offer(tracks.wanted());
  }

  /** The first offer for clients that take no media in it (J-04): data channels only. */
  void offerWithoutMedia() {
    offer(List.of());
  }

  private void offer(List<WantedTrack> wanted) {
    if (awaiting) {
      stale = true;
      return;
    }
    if (!opened) {
      media.submit(
          new MediaCommand.OpenTransport(transport, owner, connection.memo().local().ice()));
      opened = true;
    }
    send(wanted);
  }

  /**
   * The client is back on another socket: offers anew with other ICE credentials, whether the last
   * offer was answered or not. Media flows meanwhile.
   */
  void restart() {
    IceCredentials fresh = IceSecrets.next();
    connection.restartIce(fresh);
    media.submit(new MediaCommand.RestartIce(transport, fresh));
    send(tracks.wanted());
  }

  private void send(List<WantedTrack> wanted) {
    OfferingConnection.Offer offer = connection.offer(wanted);
    prepare(wanted);
    offeredFor = sids(wanted);
    offerId++;
    awaiting = true;
    stale = false;
    link.send(
        SignalResponse.newBuilder()
            .setOffer(
                SessionDescription.newBuilder()
                    .setType("offer")
                    .setSdp(offer.sdp())
                    .setId(offerId)
                    .putAllMidToTrackId(offer.midToTrackSid())));
  }

  /** The answer takes a while: key frames may be on their way meanwhile. */
  private void prepare(List<WantedTrack> wanted) {
    for (WantedTrack track : wanted) {
      if (track.kind() == Kind.VIDEO && !offeredFor.contains(track.trackSid())) {
        media.submit(new MediaCommand.PrepareUpTrack(track.trackSid()));
      }
    }
  }

  /**
   * Takes an answer; one to an older offer is ignored.
   *
   * @return whether things changed meanwhile, so that another offer is due
   * @throws SdpException if the answer cannot be used
   */
  boolean onAnswer(SessionDescription answer) throws SdpException {
    boolean foreign = answer.getId() != 0 && answer.getId() != offerId;
    if (!awaiting || foreign) {
      return false;
    }
    OfferingConnection.Answered agreed = connection.onAnswer(answer.getSdp());
    awaiting = false;
    DataSection.order(
            transport, akkord.media.sdp.SessionDescription.parse(answer.getSdp()), DataSection.OURS)
        .ifPresent(media::submit);
    media.submit(
        new MediaCommand.SetRemote(
            transport, agreed.remoteIce(), agreed.remoteFingerprint(), agreed.localRole()));
    DownTracks.order(media, transport, agreed.downTracks(), agreed.removedDownTracks());
    tracks.agreedDown(agreed.downTracks(), agreed.removedDownTracks(), agreed.unsupported());
    return stale || !sids(tracks.wanted()).equals(offeredFor);
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
