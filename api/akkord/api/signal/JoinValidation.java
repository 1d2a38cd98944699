package akkord.api.signal;

import akkord.actors.participant.JoinOptions;
import akkord.api.auth.Claims;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import akkord.api.http.QueryString;
import akkord.proto.ClientInfo;
import akkord.proto.JoinRequest;
import akkord.proto.RoomConfiguration;
import akkord.proto.SessionDescription;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checks before a join, the same for the WebSocket and the validate path (livekit.md 1.3): the
 * first that fails gives status and text.
 */
final class JoinValidation {
  /**
   * One join as it arrived.
   *
   * @param v1 whether the path demands a join request
   * @param probe whether only validation is asked for
   */
  record Attempt(
      Verification token,
      QueryString query,
      String userAgent,
      String address,
      boolean v1,
      boolean probe) {}

  /** A check failed. */
  private static final class Refusal extends Exception {
    private final int status;

    Refusal(int status, String text) {
      super(text, null, false, false);
      this.status = status;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DENIED = "permissions denied";

  /** More than a participant may have pending. */
  private static final int MAX_ANNOUNCED_TRACKS = 64;

  private final SignalSettings settings;

  JoinValidation(SignalSettings settings) {
    this.settings = settings;
  }

  /** Never throws on what a client sent. */
  Admission check(Attempt attempt) {
    try {
      Claims claims =
          switch (attempt.token()) {
            case Verification.Valid valid -> valid.claims();
            case Verification.Invalid invalid -> throw new Refusal(401, invalid.text());
            case Verification.None _ -> throw new Refusal(401, DENIED);
          };
      return admit(attempt, claims, joinGrant(claims));
    } catch (Refusal refusal) {
      return new Admission.Refused(refusal.status, refusal.getMessage());
    }
  }

  private static VideoGrant joinGrant(Claims claims) throws Refusal {
    return claims.video().filter(VideoGrant::roomJoin).orElseThrow(() -> new Refusal(401, DENIED));
  }

  private Admission admit(Attempt attempt, Claims claims, VideoGrant grant) throws Refusal {
    if (claims.identity().isEmpty()) {
      throw new Refusal(400, "identity cannot be empty");
    }
    checkLength("participant identity", claims.identity(), settings.maxIdentityLength());
    if (grant.room().isEmpty()) {
      throw new Refusal(400, "no room name");
    }
    checkLength("room name", grant.room(), settings.maxRoomNameLength());
    String publish = attempt.query().get("publish");
    if (!publish.isEmpty() && !grant.canPublish()) {
      throw new Refusal(401, DENIED);
    }
    Optional<JoinRequest> request = joinRequest(attempt);
    try {
      return new Admission.Admitted(
          options(attempt, claims, grant, request), claims, resumed(attempt, request));
    } catch (Refusal refusal) {
      if (mayCreateRoom(grant)) {
        throw refusal;
      }
      return new Admission.RefusedInRoom(
          grant.room(), new Admission.Refused(refusal.status, refusal.getMessage()));
    }
  }

  private boolean mayCreateRoom(VideoGrant grant) {
    return settings.autoCreate() || grant.roomCreate();
  }

  private static Optional<String> resumed(Attempt attempt, Optional<JoinRequest> request) {
    boolean asked =
        request.map(JoinRequest::getReconnect).orElse(false)
            || attempt.query().flag("reconnect", false);
    String sid =
        request.map(JoinRequest::getParticipantSid).orElseGet(() -> attempt.query().get("sid"));
    return asked ? Optional.of(sid) : Optional.empty();
  }

  private JoinOptions options(
      Attempt attempt, Claims claims, VideoGrant grant, Optional<JoinRequest> request)
      throws Refusal {
    QueryString query = attempt.query();
    String publish = query.get("publish");
    boolean publishOnly = !publish.isEmpty();
    String metadata = request.map(JoinRequest::getMetadata).orElse("");
    ClientInfo said =
        request.map(JoinRequest::getClientInfo).orElseGet(() -> ClientInfos.fromQuery(query));
    return new JoinOptions(
        grant.room(),
        publishOnly ? claims.identity() + "#" + publish : claims.identity(),
        claims.name(),
        allowOwn(grant, !metadata.isEmpty()) ? metadata : claims.metadata(),
        attributes(attempt, claims, grant, request),
        Permissions.kind(claims.kind()),
        Permissions.kindDetails(claims.kindDetails()),
        Permissions.of(grant, grant.canSubscribe() && !publishOnly),
        roomConfig(claims),
        claims.roomPreset(),
        mayCreateRoom(grant),
        ClientInfos.complete(said, attempt.userAgent(), attempt.address()),
        attempt.address(),
        request.isPresent(),
        request
            .map(join -> join.getConnectionSettings().getAutoSubscribe())
            .orElseGet(() -> query.flag("auto_subscribe", true)),
        request
            .map(join -> join.getConnectionSettings().getAutoSubscribeDataTrack())
            .orElseGet(() -> query.flag("auto_subscribe_data_track", false)),
        request
            .map(join -> join.getConnectionSettings().getAdaptiveStream())
            .orElseGet(() -> query.flag("adaptive_stream", false)),
        request
            .map(join -> join.getConnectionSettings().getDisableIceLite())
            .orElseGet(() -> query.flag("disable_ice_lite", false)),
        publisherOffer(request),
        request.map(JoinRequest::getAddTrackRequestsList).orElse(List.of()));
  }

  private static Optional<JoinRequest> joinRequest(Attempt attempt) throws Refusal {
    if (!attempt.v1() && !attempt.query().has("join_request")) {
      return Optional.empty();
    }
    return switch (JoinRequestCodec.decode(attempt.query().get("join_request"))) {
      case JoinRequestCodec.Decoded(var request)
          when request.getAddTrackRequestsCount() > MAX_ANNOUNCED_TRACKS ->
          throw new Refusal(400, "join_request announces too many tracks");
      case JoinRequestCodec.Decoded(var request) -> Optional.of(request);
      case JoinRequestCodec.Malformed(var text) -> throw new Refusal(400, text);
    };
  }

  private static Optional<SessionDescription> publisherOffer(Optional<JoinRequest> request) {
    return request.filter(JoinRequest::hasPublisherOffer).map(JoinRequest::getPublisherOffer);
  }

  /** Whether the joiner brings its own value; refuses one that the token does not allow. */
  private static boolean allowOwn(VideoGrant grant, boolean given) throws Refusal {
    if (given && !grant.canUpdateOwnMetadata()) {
      throw new Refusal(401, DENIED);
    }
    return given;
  }

  private static Map<String, String> attributes(
      Attempt attempt, Claims claims, VideoGrant grant, Optional<JoinRequest> request)
      throws Refusal {
    Map<String, String> own =
        request.isPresent()
            ? request.get().getParticipantAttributesMap()
            : queryAttributes(attempt);
    Map<String, String> merged = new HashMap<>(claims.attributes());
    if (allowOwn(grant, !own.isEmpty())) {
      // An empty value would delete, and a joiner cannot delete what its token says.
      own.forEach(
          (key, value) -> {
            if (value != null && !value.isEmpty()) {
              merged.put(key, value);
            }
          });
    }
    return merged;
  }

  private static Map<String, String> queryAttributes(Attempt attempt) throws Refusal {
    String encoded = attempt.query().get("attributes");
    if (encoded.isEmpty()) {
      return Map.of();
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(encoded);
      Map<String, String> values = JSON.readValue(json, new TypeReference<>() {});
      return values == null ? Map.of() : values;
    } catch (IllegalArgumentException | IOException malformed) {
      if (attempt.probe()) {
        throw new Refusal(400, "attributes must be base64url of a JSON object of strings");
      }
      return Map.of();
    }
  }

  private static Optional<RoomConfiguration> roomConfig(Claims claims) throws Refusal {
    if (claims.roomConfig().isEmpty()) {
      return Optional.empty();
    }
    try {
      RoomConfiguration.Builder config = RoomConfiguration.newBuilder();
      JsonFormat.parser().ignoringUnknownFields().merge(claims.roomConfig(), config);
      return Optional.of(config.build());
    } catch (InvalidProtocolBufferException malformed) {
      throw new Refusal(401, "invalid authorization token: claim roomConfig is malformed");
    }
  }

  private static void checkLength(String what, String value, int max) throws Refusal {
    if (max > 0 && value.getBytes(StandardCharsets.UTF_8).length > max) {
      throw new Refusal(400, what + " length exceeds limits: max length " + max);
    }
  }
}
