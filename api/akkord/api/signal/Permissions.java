package akkord.api.signal;

import akkord.api.auth.VideoGrant;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.TrackSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Turns the words of a token into the protocol's. */
final class Permissions {
  private Permissions() {}

  /** All permissions; {@code canSubscribe} is given apart because a publish-only join drops it. */
  static ParticipantPermission of(VideoGrant grant, boolean canSubscribe) {
    ParticipantPermission.Builder permission =
        ParticipantPermission.newBuilder()
            .setCanSubscribe(canSubscribe)
            .setCanPublish(grant.canPublish())
            .setCanPublishData(grant.canPublishData())
            .setCanUpdateMetadata(grant.canUpdateOwnMetadata())
            .setCanSubscribeMetrics(grant.canSubscribeMetrics())
            .setCanManageAgentSession(grant.canManageAgentSession())
            .setHidden(grant.hidden());
    grant.canPublishSources().forEach(name -> permission.addCanPublishSources(source(name)));
    setOldRoles(permission, grant);
    return permission.build();
  }

  /** {@code recorder} and {@code agent} gave way to the participant's kind, clients still look. */
  @SuppressWarnings("deprecation")
  private static void setOldRoles(ParticipantPermission.Builder permission, VideoGrant grant) {
    permission.setRecorder(grant.recorder()).setAgent(grant.agent());
  }

  /** An unknown name becomes a source that no track has: it allows nothing. */
  private static TrackSource source(String name) {
    return switch (name) {
      case "camera" -> TrackSource.CAMERA;
      case "microphone" -> TrackSource.MICROPHONE;
      case "screen_share" -> TrackSource.SCREEN_SHARE;
      case "screen_share_audio" -> TrackSource.SCREEN_SHARE_AUDIO;
      default -> TrackSource.UNKNOWN;
    };
  }

  /** The kind named in lower case by the token; standard if it names none or an unknown one. */
  static ParticipantInfo.Kind kind(String name) {
    for (ParticipantInfo.Kind kind : ParticipantInfo.Kind.values()) {
      if (kind != ParticipantInfo.Kind.UNRECOGNIZED
          && kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    return ParticipantInfo.Kind.STANDARD;
  }

  /** The details named in lower case by the token; unknown ones are left out. */
  static List<ParticipantInfo.KindDetail> kindDetails(List<String> names) {
    return Stream.of(ParticipantInfo.KindDetail.values())
        .filter(detail -> detail != ParticipantInfo.KindDetail.UNRECOGNIZED)
        .filter(detail -> names.contains(detail.name().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
