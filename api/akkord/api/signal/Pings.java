package akkord.api.signal;

import akkord.proto.Pong;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;

/** Answers to signal-level pings (row W-06): milliseconds since 1970. */
final class Pings {
  private Pings() {}

  static SignalResponse answer(SignalRequest ping, long nowMillis) {
    if (ping.hasPingReq()) {
      return SignalResponse.newBuilder()
          .setPongResp(
              Pong.newBuilder()
                  .setLastPingTimestamp(ping.getPingReq().getTimestamp())
                  .setTimestamp(nowMillis))
          .build();
    }
    return SignalResponse.newBuilder().setPong(nowMillis).build();
  }
}
