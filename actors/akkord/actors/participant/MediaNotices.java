package akkord.actors.participant;

import akkord.actors.node.MediaNode;
import akkord.media.MediaEvent;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import org.slf4j.Logger;

/** What news of the media plane means for a session. */
final class MediaNotices {
  private final Participant participant;
  private final Session session;
  private final Logger log;

  MediaNotices(Participant participant, Session session, Logger log) {
    this.participant = participant;
    this.session = session;
    this.log = log;
  }

  /** Deals with what a worker reported, or what became of it. */
  void on(MediaNode.Notice notice) {
    switch (notice) {
      case MediaNode.Happened(var event) -> {
        if (event.owner().equals(session.sid())) {
          onMediaEvent(event);
        }
      }
      case MediaNode.Delivered(var ticket, var taken) -> {
        if (!taken) {
          session.data().rpcs().notSent(ticket);
        }
      }
      case MediaNode.WorkerLost(var worker) ->
          participant.fail(session, "worker " + worker + " was lost");
      case MediaNode.Draining() -> participant.retire(session);
    }
  }

  private void onMediaEvent(MediaEvent event) {
    switch (event) {
      case MediaEvent.TransportConnected connected -> {
        log.info("{} is connected from {}", connected.transport(), connected.remoteAddress());
        onConnected(connected.transport());
      }
      case MediaEvent.TransportFailed failed -> {
        log.info("{} failed: {} {}", failed.transport(), failed.failure(), failed.detail());
        onFailed(failed.failure());
      }
      case MediaEvent.TransportSilent silent -> {
        log.info("{} fell silent", silent.transport());
        participant.expectResume(session);
      }
      case MediaEvent.LayersChanged(var owner, var track, var layers) ->
          session.tracks().layersChanged(track, layers);
      case MediaEvent.DataReceived received -> session.data().on(received);
      case MediaEvent.DataChannelOpened(var _, var transport, var label) ->
          session.data().channel(transport, label, true);
      case MediaEvent.DataChannelClosed(var _, var transport, var label) ->
          session.data().channel(transport, label, false);
      case MediaEvent.DataCongested(var _, var transport, var congested) ->
          session.data().congested(congested);
      case MediaEvent.OwnerSnapshot snapshot -> onSnapshot(snapshot);
      case MediaEvent.TransportClosed closed -> log.debug("{} is closed", closed.transport());
      case MediaEvent.AudioLevels _, MediaEvent.TrackSnapshot _ ->
          log.debug("Not for a participant: {}", event);
    }
  }

  /**
   * Whoever shows another certificate than announced is not to try again by itself; whoever closes
   * DTLS may have said on its signal connection why.
   */
  private void onFailed(MediaEvent.TransportFailure failure) {
    if (failure == MediaEvent.TransportFailure.FINGERPRINT_MISMATCH) {
      participant.leave(session, DisconnectReason.MEDIA_FAILURE, Action.DISCONNECT);
    } else if (failure == MediaEvent.TransportFailure.DTLS_CLOSED && !session.link().isLost()) {
      participant.deadlines().expectLeave(session);
    } else {
      participant.leave(session, DisconnectReason.CONNECTION_TIMEOUT, Action.RECONNECT);
    }
  }

  private void onConnected(String transport) {
    session.connected(transport);
    if (session.isActive()) {
      participant.deadlines().active(session);
    }
  }

  private void onSnapshot(MediaEvent.OwnerSnapshot snapshot) {
    snapshot.transports().forEach(session.data()::restore);
    snapshot.transports().stream()
        .filter(MediaEvent.TransportSnapshot::connected)
        .forEach(transport -> onConnected(transport.transport()));
    if (!session.holdsWhatItNeeds(snapshot)) {
      participant.fail(session, "its transports are gone");
    }
  }
}
