package akkord.actors.participant;

import akkord.actors.DataTrackSettings;
import akkord.actors.Transports;
import akkord.media.MediaCommand;
import akkord.proto.DataTrackInfo;
import akkord.proto.PublishDataTrackRequest;
import akkord.proto.PublishDataTrackResponse;
import akkord.proto.RequestResponse;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.SignalResponse;
import akkord.proto.UnpublishDataTrackRequest;
import akkord.proto.UnpublishDataTrackResponse;
import akkord.proto.UpdateDataSubscription;
import java.util.List;

/**
 * The data tracks of a session, either way (5.9): its client, its room and its worker hear of what
 * changes. Frames never come here: workers forward them.
 */
final class DataTracks {
  private final Session session;
  private final DataPublications publications = new DataPublications();
  private boolean open;

  DataTracks(Session session) {
    this.session = session;
  }

  /** Comes back after a crash: the worker is told again of all that it should have. */
  void restore() {
    publications.restore(session.info().getDataTracksList());
    tellWorker();
    subscriptions().received().forEach(this::receive);
    open = !subscriptions().received().isEmpty(); // its channel was, if it received any
  }

  private DataSubscriptions subscriptions() {
    return session.subscriptions().dataTracks();
  }

  /** What others see. */
  List<DataTrackInfo> published() {
    return publications.all();
  }

  boolean knows(String sid) {
    return publications.knows(sid);
  }

  /** The client publishes one. */
  void publish(PublishDataTrackRequest request, DataTrackSettings settings) {
    boolean allowed = session.permissions().canPublishData();
    switch (publications.add(request, allowed, settings)) {
      case DataPublications.Added.Accepted(var track) -> {
        publish(track);
        session.tracksChanged(); // so that whoever joins after the answer finds it
        session
            .link()
            .send(
                SignalResponse.newBuilder()
                    .setPublishDataTrackResponse(
                        PublishDataTrackResponse.newBuilder().setInfo(track)));
        session.remember();
      }
      case DataPublications.Added.Refused(var reason, var message) ->
          session
              .link()
              .respond(
                  RequestResponse.newBuilder()
                      .setReason(reason)
                      .setMessage(message)
                      .setPublishDataTrack(request));
    }
  }

  /** The publishing transport may be new: tells its worker of all tracks, known or not. */
  void tellWorker() {
    publications.all().forEach(this::publish);
  }

  private void publish(DataTrackInfo track) {
    session.submit(
        new MediaCommand.AddDataUpTrack(publisher(), track.getSid(), track.getPubHandle()));
  }

  private String publisher() {
    return Transports.publisher(session.sid());
  }

  /** The client publishes one no more. */
  void unpublish(UnpublishDataTrackRequest request) {
    publications
        .remove(request.getPubHandle())
        .ifPresentOrElse(
            track -> {
              ended(track);
              session.tracksChanged();
              session.remember();
            },
            () ->
                session
                    .link()
                    .respond(
                        RequestResponse.newBuilder()
                            .setReason(Reason.NOT_FOUND)
                            .setMessage("no data track has this handle")
                            .setUnpublishDataTrack(request)));
  }

  /** Ends all that it may not publish any more (PT-04); true if there was any. */
  boolean revoke() {
    List<DataTrackInfo> revoked =
        session.permissions().canPublishData() ? List.of() : publications.removeAll();
    revoked.forEach(this::ended);
    return !revoked.isEmpty();
  }

  private void ended(DataTrackInfo track) {
    session.submit(new MediaCommand.RemoveDataUpTrack(publisher(), track.getSid()));
    session
        .link()
        .send(
            SignalResponse.newBuilder()
                .setUnpublishDataTrackResponse(
                    UnpublishDataTrackResponse.newBuilder().setInfo(track)));
  }

  /** The client chooses among others' tracks. */
  void choose(UpdateDataSubscription request) {
    subscriptions().choose(request);
    session.access().tellClient();
    reconcile();
    session.remember();
  }

  /** The channel on which the client receives opened or closed. */
  void channel(boolean isOpen) {
    open = isOpen;
    reconcile();
  }

  /** Brings worker and client in line with what is wanted, offered and allowed now. */
  void reconcile() {
    DataSubscriptions.Change change = subscriptions().reconcile(open);
    if (!change.isEmpty()) {
      String transport = session.negotiation().primary();
      change
          .ended()
          .forEach(sid -> session.submit(new MediaCommand.RemoveDataDownTrack(transport, sid)));
      tellHandles();
      change.begun().forEach(this::receive);
      session.remember();
    }
  }

  private void receive(String sid, int handle) {
    session.submit(new MediaCommand.AddDataDownTrack(session.negotiation().primary(), sid, handle));
  }

  /** The client is back: it may have missed some handles. */
  void signalBack() {
    if (!subscriptions().received().isEmpty()) {
      tellHandles();
    }
  }

  private void tellHandles() {
    session
        .link()
        .send(SignalResponse.newBuilder().setDataTrackSubscriberHandles(subscriptions().message()));
  }
}
