package akkord.api.signal;

import akkord.api.auth.AccessToken;
import akkord.api.auth.Claims;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.VideoGrant;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Renews one client's token, so that it can join again after the first one expired, and as what it
 * is by then (trap 16).
 *
 * @param keys hold the key that the client's token was signed with
 * @param claims of that token
 */
record TokenRenewal(KeyProvider keys, Clock clock, Claims claims) {
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  /** A token for the participant as it is now; none if the key has been withdrawn. */
  Optional<String> renew(ParticipantInfo info) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, Instant.ofEpochSecond(claims.expiresAt()));
    Duration validFor = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return keys.secret(claims.apiKey())
        .map(secret -> AccessToken.mint(current(info), secret, now, validFor));
  }

  /** Whether tokens for both would say the same. */
  static boolean isSame(ParticipantInfo one, ParticipantInfo other) {
    return one.getName().equals(other.getName())
        && one.getMetadata().equals(other.getMetadata())
        && one.getAttributesMap().equals(other.getAttributesMap())
        && one.getPermission().equals(other.getPermission());
  }

  private Claims current(ParticipantInfo info) {
    return new Claims(
        claims.apiKey(),
        claims.identity(),
        info.getName(),
        claims.kind(),
        claims.kindDetails(),
        info.getMetadata(),
        info.getAttributesMap(),
        claims.video().map(grant -> current(grant, info.getPermission())),
        claims.sipAdmin(),
        claims.sipCall(),
        claims.agentAdmin(),
        claims.inferencePerform(),
        claims.observabilityWrite(),
        claims.roomConfig(),
        claims.roomPreset(),
        "",
        claims.issuedAt(),
        claims.expiresAt());
  }

  private static VideoGrant current(VideoGrant grant, ParticipantPermission now) {
    List<String> sources =
        now.getCanPublishSourcesList().stream()
            .map(source -> source.name().toLowerCase(Locale.ROOT))
            .toList();
    return new VideoGrant(
        grant.roomCreate(),
        grant.roomList(),
        grant.roomRecord(),
        grant.roomAdmin(),
        grant.roomJoin(),
        grant.room(),
        now.getCanPublish(),
        now.getCanSubscribe(),
        now.getCanPublishData(),
        sources,
        now.getCanUpdateMetadata(),
        grant.ingressAdmin(),
        now.getHidden(),
        grant.recorder(),
        grant.agent(),
        now.getCanSubscribeMetrics(),
        now.getCanManageAgentSession(),
        grant.destinationRoom());
  }
}
