package akkord.api.room;

import akkord.api.auth.AccessToken;
import akkord.api.auth.Claims;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.VideoGrant;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the tokens with which moved participants join their next room as what they are now. */
record MoveTokens(KeyProvider keys, Clock clock) {
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  /** A token signed with {@code apiKey}; fails if that key has been withdrawn meanwhile. */
  String mint(String apiKey, ParticipantInfo who, String room) {
    String secret = keys.secret(apiKey).orElseThrow(Grants::denied);
    List<String> details =
        who.getKindDetailsList().stream()
            .map(detail -> detail.name().toLowerCase(Locale.ROOT))
            .toList();
    Claims claims =
        new Claims(
            apiKey,
            who.getIdentity(),
            who.getName(),
            who.getKind().name().toLowerCase(Locale.ROOT),
            details,
            who.getMetadata(),
            who.getAttributesMap(),
            Optional.of(grant(who.getPermission(), room)),
            false,
            false,
            false,
            false,
            false,
            "",
            "",
            "",
            0,
            0);
    return AccessToken.mint(claims, secret, clock.instant(), VALIDITY);
  }

  @SuppressWarnings("deprecation") // recorder and agent gave way to kinds, rooms still look
  private static VideoGrant grant(ParticipantPermission now, String room) {
    List<String> sources =
        now.getCanPublishSourcesList().stream()
            .map(source -> source.name().toLowerCase(Locale.ROOT))
            .toList();
    return new VideoGrant(
        false,
        false,
        false,
        false,
        true,
        room,
        now.getCanPublish(),
        now.getCanSubscribe(),
        now.getCanPublishData(),
        sources,
        now.getCanUpdateMetadata(),
        false,
        now.getHidden(),
        now.getRecorder(),
        now.getAgent(),
        now.getCanSubscribeMetrics(),
        now.getCanManageAgentSession(),
        "");
  }
}
