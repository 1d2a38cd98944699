package akkord.api.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verified token says about its bearer (row A-04).
 *
 * @param apiKey the key that issued the token ({@code iss})
 * @param identity {@code sub}, else {@code jti}; empty in tokens for server APIs
 * @param kind lower-case name of the participant's kind; empty means standard
 * @param video empty when the token carries no room permissions at all
 * @param sipAdmin {@code sip.admin}
 * @param sipCall {@code sip.call}
 * @param agentAdmin {@code agent.admin}
 * @param inferencePerform {@code inference.perform}
 * @param observabilityWrite {@code observability.write}
 * @param roomConfig the {@code roomConfig} claim as protobuf JSON; empty when absent
 * @param roomPreset name of a configured room preset; empty when absent
 * @param sha256 base64 SHA-256 of a webhook's body; empty when absent
 * @param issuedAt seconds since 1970: {@code iat}, else {@code nbf}, else six hours before it
 *     expires, which is how long SDKs let a token live
 * @param expiresAt {@code exp}, in seconds since 1970
 */
public record Claims(
    String apiKey,
    String identity,
    String name,
    String kind,
    List<String> kindDetails,
    String metadata,
    Map<String, String> attributes,
    Optional<VideoGrant> video,
    boolean sipAdmin,
    boolean sipCall,
    boolean agentAdmin,
    boolean inferencePerform,
    boolean observabilityWrite,
    String roomConfig,
    String roomPreset,
    String sha256,
    long issuedAt,
    long expiresAt) {
  /** Keeps copies of the collections. */
  public Claims {
    kindDetails = List.copyOf(kindDetails);
    attributes = Map.copyOf(attributes);
  }
}
