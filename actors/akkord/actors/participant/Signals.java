package akkord.actors.participant;

import akkord.actors.ActorSettings;
import akkord.media.sdp.SdpException;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.RequestResponse;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.SignalRequest;
import akkord.proto.SubscriptionPermission;
import akkord.proto.UpdateLocalAudioTrack;
import akkord.proto.UpdateLocalVideoTrack;
import akkord.proto.UpdateParticipantMetadata;

/** What each message of a client does to its session (2.1); leaving is not its affair. */
final class Signals {
  // Kept with the participant's memo; enough for thousands of subscribers.
  private static final int MAX_PERMISSION = 256 << 10;

  private final Session session;
  private final ActorSettings settings;

  Signals(Session session, ActorSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /**
   * Handles a message; one of an unknown kind is ignored.
   *
   * @throws SdpException if it holds a session description that cannot be used
   */
  void on(SignalRequest request) throws SdpException {
    switch (request.getMessageCase()) {
      case OFFER -> {
        session.negotiation().onOffer(request.getOffer());
        session.data().tracks().tellWorker();
      }
      case ANSWER -> session.negotiation().onAnswer(request.getAnswer());
      case ADD_TRACK -> session.addTrack(request.getAddTrack());
      case MUTE -> onMute(request.getMute());
      case SUBSCRIPTION ->
          session.subscriptionsChanged(session.subscriptions().choose(request.getSubscription()));
      case TRACK_SETTING -> session.trackSettings().change(request.getTrackSetting());
      case SUBSCRIPTION_PERMISSION -> onSubscriptionPermission(request.getSubscriptionPermission());
      case UPDATE_METADATA -> onUpdateMetadata(request.getUpdateMetadata());
      case UPDATE_AUDIO_TRACK -> onUpdateAudioTrack(request.getUpdateAudioTrack());
      case UPDATE_VIDEO_TRACK -> onUpdateVideoTrack(request.getUpdateVideoTrack());
      case PUBLISH_DATA_TRACK_REQUEST ->
          session
              .data()
              .tracks()
              .publish(request.getPublishDataTrackRequest(), settings.dataTracks());
      case UNPUBLISH_DATA_TRACK_REQUEST ->
          session.data().tracks().unpublish(request.getUnpublishDataTrackRequest());
      case UPDATE_DATA_SUBSCRIPTION ->
          session.data().tracks().choose(request.getUpdateDataSubscription());
      case STORE_DATA_BLOB_REQUEST ->
          session.data().blobs().store(request.getStoreDataBlobRequest());
      case GET_DATA_BLOB_REQUEST -> session.data().blobs().get(request.getGetDataBlobRequest());
      // An ICE-lite agent never sends checks, so a client's candidates are of no use (RFC 8445
      // 2.5).
      default -> {}
    }
  }

  /** Clients may say why they leave, but not in the server's words (2.1). */
  static DisconnectReason reason(LeaveRequest leave) {
    return switch (leave.getReason()) {
      case USER_UNAVAILABLE, USER_REJECTED, AGENT_ERROR -> leave.getReason();
      default -> DisconnectReason.CLIENT_INITIATED;
    };
  }

  private void onSubscriptionPermission(SubscriptionPermission permission) {
    if (permission.getSerializedSize() > MAX_PERMISSION) {
      session
          .link()
          .respond(refusal(Reason.LIMIT_EXCEEDED, "the subscription permission is too long"));
    } else {
      session.access().permitSubscribers(permission);
    }
  }

  private void onMute(MuteTrackRequest mute) {
    if (!session.updateTrack(mute.getSid(), track -> track.setMuted(mute.getMuted()))) {
      session.link().respond(refusal(Reason.NOT_FOUND, "no such track").setMute(mute));
    }
  }

  private void onUpdateAudioTrack(UpdateLocalAudioTrack update) {
    boolean found =
        session.updateTrack(
            update.getTrackSid(),
            track ->
                track
                    .clearAudioFeatures()
                    .addAllAudioFeaturesValue(
                        update.getFeaturesValueList().stream().distinct().limit(16).toList()));
    if (!found) {
      session
          .link()
          .respond(refusal(Reason.NOT_FOUND, "no such track").setUpdateAudioTrack(update));
    }
  }

  private void onUpdateVideoTrack(UpdateLocalVideoTrack update) {
    boolean found =
        session.updateTrack(
            update.getTrackSid(),
            track -> track.setWidth(update.getWidth()).setHeight(update.getHeight()));
    if (!found) {
      session
          .link()
          .respond(refusal(Reason.NOT_FOUND, "no such track").setUpdateVideoTrack(update));
    }
  }

  private void onUpdateMetadata(UpdateParticipantMetadata update) {
    RequestResponse.Builder response =
        RequestResponse.newBuilder().setRequestId(update.getRequestId()).setUpdateMetadata(update);
    ProfileChange change =
        new ProfileChange(update.getName(), update.getMetadata(), update.getAttributesMap());
    if (!session.permissions().canUpdateMetadata()) {
      response.setReason(Reason.NOT_ALLOWED).setMessage("may not update own metadata");
    } else if (!change.fits(session.info(), settings)) {
      response.setReason(Reason.LIMIT_EXCEEDED).setMessage("name, metadata or attributes too long");
    } else {
      session.updateProfile(change::apply);
    }
    session.link().respond(response);
  }

  private static RequestResponse.Builder refusal(Reason reason, String message) {
    return RequestResponse.newBuilder().setReason(reason).setMessage(message);
  }
}
