package akkord.api.signal;

import akkord.api.http.QueryString;
import akkord.proto.ClientInfo;
import java.util.Locale;

/** Finds out what a client is (livekit.md 1.4). */
final class ClientInfos {
  private ClientInfos() {}

  /** What the query of {@code /rtc} says. */
  static ClientInfo fromQuery(QueryString query) {
    ClientInfo.Builder client =
        ClientInfo.newBuilder()
            .setSdk(sdk(query.get("sdk")))
            .setVersion(query.get("version"))
            .setProtocol(number(query.get("protocol")))
            .setClientProtocol(number(query.get("client_protocol")))
            .setOs(query.get("os"))
            .setOsVersion(query.get("os_version"))
            .setBrowser(query.get("browser"))
            .setBrowserVersion(query.get("browser_version"))
            .setDeviceModel(query.get("device_model"))
            .setNetwork(query.get("network"));
    for (String name : query.get("capabilities").split(",", -1)) {
      for (ClientInfo.Capability known : ClientInfo.Capability.values()) {
        if (known.name().equals(name.strip())) {
          client.addCapabilities(known);
        }
      }
    }
    return client.build();
  }

  /** Adds the address and, for SDKs that run in browsers, what the User-Agent says. */
  static ClientInfo complete(ClientInfo said, String userAgent, String address) {
    ClientInfo.Builder client = said.toBuilder().setAddress(address);
    switch (said.getSdk()) {
      case UNKNOWN, JS, REACT_NATIVE, FLUTTER, UNITY -> fillIn(client, UserAgent.parse(userAgent));
      default -> {}
    }
    return client.build();
  }

  private static void fillIn(ClientInfo.Builder client, UserAgent agent) {
    if (client.getBrowser().isEmpty()) {
      client.setBrowser(agent.browser()).setBrowserVersion(agent.browserVersion());
    }
    if (client.getOs().isEmpty()) {
      client.setOs(agent.os()).setOsVersion(agent.osVersion());
    }
    if (client.getDeviceModel().isEmpty()) {
      client.setDeviceModel(agent.device());
    }
  }

  private static ClientInfo.SDK sdk(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ios" -> ClientInfo.SDK.SWIFT;
      case "reactnative" -> ClientInfo.SDK.REACT_NATIVE;
      case "unityweb" -> ClientInfo.SDK.UNITY_WEB;
      default -> sdkByName(name);
    };
  }

  private static ClientInfo.SDK sdkByName(String name) {
    for (ClientInfo.SDK sdk : ClientInfo.SDK.values()) {
      if (sdk.name().equalsIgnoreCase(name)) {
        return sdk;
      }
    }
    return ClientInfo.SDK.UNKNOWN;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
