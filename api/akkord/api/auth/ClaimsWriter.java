package akkord.api.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes claims as the JSON of a token; what is as by default stays away. */
final class ClaimsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClaimsWriter() {}

  /** Everything but issuer, subject and times. */
  static ObjectNode write(Claims claims) {
    ObjectNode json = JSON.createObjectNode();
    putIfGiven(json, "name", claims.name());
    putIfGiven(json, "kind", claims.kind());
    putIfGiven(json, "kindDetails", claims.kindDetails());
    putIfGiven(json, "metadata", claims.metadata());
    if (!claims.attributes().isEmpty()) {
      ObjectNode attributes = json.putObject("attributes");
      claims.attributes().forEach(attributes::put);
    }
    claims.video().ifPresent(grant -> json.set("video", write(grant)));
    writeRights(claims, json);
    putIfGiven(json, "roomPreset", claims.roomPreset());
    if (!claims.roomConfig().isEmpty()) {
      json.set("roomConfig", parsed(claims.roomConfig()));
    }
    return json;
  }

  private static void writeRights(Claims claims, ObjectNode json) {
    if (claims.sipAdmin() || claims.sipCall()) {
      ObjectNode sip = json.putObject("sip");
      putIfTrue(sip, "admin", claims.sipAdmin());
      putIfTrue(sip, "call", claims.sipCall());
    }
    if (claims.agentAdmin()) {
      json.putObject("agent").put("admin", true);
    }
    if (claims.inferencePerform()) {
      json.putObject("inference").put("perform", true);
    }
    if (claims.observabilityWrite()) {
      json.putObject("observability").put("write", true);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a verified token held it", impossible);
    }
  }

  static ObjectNode write(VideoGrant grant) {
    ObjectNode json = JSON.createObjectNode();
    putIfTrue(json, "roomCreate", grant.roomCreate());
    putIfTrue(json, "roomList", grant.roomList());
    putIfTrue(json, "roomRecord", grant.roomRecord());
    putIfTrue(json, "roomAdmin", grant.roomAdmin());
    putIfTrue(json, "roomJoin", grant.roomJoin());
    putIfTrue(json, "canUpdateOwnMetadata", grant.canUpdateOwnMetadata());
    putIfTrue(json, "ingressAdmin", grant.ingressAdmin());
    putIfTrue(json, "hidden", grant.hidden());
    putIfTrue(json, "recorder", grant.recorder());
    putIfTrue(json, "agent", grant.agent());
    putIfTrue(json, "canSubscribeMetrics", grant.canSubscribeMetrics());
    putIfTrue(json, "canManageAgentSession", grant.canManageAgentSession());
    putIfGiven(json, "room", grant.room());
    putIfGiven(json, "destinationRoom", grant.destinationRoom());
    json.put("canPublish", grant.canPublish());
    json.put("canSubscribe", grant.canSubscribe());
    json.put("canPublishData", grant.canPublishData());
    putIfGiven(json, "canPublishSources", grant.canPublishSources());
    return json;
  }

  private static void putIfTrue(ObjectNode json, String name, boolean value) {
    if (value) {
      json.put(name, true);
    }
  }

  private static void putIfGiven(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void putIfGiven(ObjectNode json, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = json.putArray(name);
      values.forEach(array::add);
    }
  }
}
