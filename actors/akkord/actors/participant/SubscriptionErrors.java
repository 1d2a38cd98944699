package akkord.actors.participant;

import akkord.proto.SignalResponse;
import akkord.proto.SubscriptionError;
import akkord.proto.SubscriptionResponse;

/** Tells a client that a subscription cannot be (S-02, S-04). */
final class SubscriptionErrors {
  private SubscriptionErrors() {}

  static SignalResponse.Builder codecUnsupported(String trackSid) {
    return of(trackSid, SubscriptionError.SE_CODEC_UNSUPPORTED);
  }

  static SignalResponse.Builder trackNotFound(String trackSid) {
    return of(trackSid, SubscriptionError.SE_TRACK_NOTFOUND);
  }

  private static SignalResponse.Builder of(String trackSid, SubscriptionError error) {
    return SignalResponse.newBuilder()
        .setSubscriptionResponse(
            SubscriptionResponse.newBuilder().setTrackSid(trackSid).setErr(error));
  }
}
