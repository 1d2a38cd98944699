package akkord.actors.participant;

import akkord.proto.SignalResponse;
import akkord.proto.SubscriptionError;
import akkord.proto.SubscriptionResponse;

/** Tells a client that a subscription cannot be (S-04). */
final class SubscriptionErrors {
  private SubscriptionErrors() {}

  static SignalResponse.Builder codecUnsupported(String trackSid) {
    return SignalResponse.newBuilder()
        .setSubscriptionResponse(
            SubscriptionResponse.newBuilder()
                .setTrackSid(trackSid)
                .setErr(SubscriptionError.SE_CODEC_UNSUPPORTED));
  }
}
