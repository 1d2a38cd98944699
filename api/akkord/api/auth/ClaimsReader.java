package akkord.api.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads claims out of a token's JSON; a claim of the wrong type refuses the whole token. */
final class ClaimsReader {
  /** A claim has a type that it must not have. */
  static final class WrongType extends Exception {
    WrongType(String claim, String expected) {
      super("claim " + claim + " must be " + expected);
    }
  }

  private final JsonNode json;
  private final String prefix;

  private ClaimsReader(JsonNode json, String prefix) {
    this.json = json;
    this.prefix = prefix;
  }

  static Claims read(JsonNode json) throws WrongType {
    ClaimsReader top = new ClaimsReader(json, "");
    String subject = top.string("sub");
    JsonNode roomConfig = json.path("roomConfig");
    if (!absent(roomConfig) && !roomConfig.isObject()) {
      throw new WrongType("roomConfig", "an object");
    }
    return new Claims(
        top.string("iss"),
        subject.isEmpty() ? top.string("jti") : subject,
        top.string("name"),
        top.string("kind"),
        top.strings("kindDetails"),
        top.string("metadata"),
        top.stringMap("attributes"),
        video(top),
        top.object("sip").bool("admin", false),
        top.object("sip").bool("call", false),
        top.object("agent").bool("admin", false),
        top.object("inference").bool("perform", false),
        top.object("observability").bool("write", false),
        absent(roomConfig) ? "" : roomConfig.toString(),
        top.string("roomPreset"),
        top.string("sha256"),
        issuedAt(json),
        json.path("exp").longValue());
  }

  private static long issuedAt(JsonNode json) {
    for (String claim : List.of("iat", "nbf")) {
      if (json.path(claim).isNumber()) {
        return json.path(claim).longValue();
      }
    }
    return json.path("exp").longValue() - AccessToken.DEFAULT_VALIDITY.toSeconds();
  }

  private static Optional<VideoGrant> video(ClaimsReader top) throws WrongType {
    if (absent(top.json.path("video"))) {
      return Optional.empty();
    }
    ClaimsReader video = top.object("video");
    boolean canPublish = video.bool("canPublish", true);
    return Optional.of(
        new VideoGrant(
            video.bool("roomCreate", false),
            video.bool("roomList", false),
            video.bool("roomRecord", false),
            video.bool("roomAdmin", false),
            video.bool("roomJoin", false),
            video.string("room"),
            canPublish,
            video.bool("canSubscribe", true),
            video.bool("canPublishData", canPublish),
            video.strings("canPublishSources"),
            video.bool("canUpdateOwnMetadata", false),
            video.bool("ingressAdmin", false),
            video.bool("hidden", false),
            video.bool("recorder", false),
            video.bool("agent", false),
            video.bool("canSubscribeMetrics", false),
            video.bool("canManageAgentSession", false),
            video.string("destinationRoom")));
  }

  private ClaimsReader object(String name) throws WrongType {
    JsonNode node = json.path(name);
    if (!absent(node) && !node.isObject()) {
      throw new WrongType(prefix + name, "an object");
    }
    return new ClaimsReader(absent(node) ? MissingNode.getInstance() : node, prefix + name + ".");
  }

  private String string(String name) throws WrongType {
    JsonNode node = json.path(name);
    if (absent(node)) {
      return "";
    }
    return text(node, name);
  }

  private String text(JsonNode node, String name) throws WrongType {
    if (!node.isTextual()) {
      throw new WrongType(prefix + name, "a string");
    }
    return node.textValue();
  }

  private boolean bool(String name, boolean absentValue) throws WrongType {
    JsonNode node = json.path(name);
    if (absent(node)) {
      return absentValue;
    }
    if (!node.isBoolean()) {
      throw new WrongType(prefix + name, "true or false");
    }
    return node.booleanValue();
  }

  private List<String> strings(String name) throws WrongType {
    JsonNode node = json.path(name);
    List<String> values = new ArrayList<>();
    if (absent(node)) {
      return values;
    }
    if (!node.isArray()) {
      throw new WrongType(prefix + name, "a list of strings");
    }
    for (JsonNode element : node) {
      values.add(text(element, name));
    }
    return values;
  }

  private Map<String, String> stringMap(String name) throws WrongType {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(name).json.properties()) {
      values.put(entry.getKey(), text(entry.getValue(), name));
    }
    return values;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
