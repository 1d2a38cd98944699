package akkord.actors.participant;

import akkord.proto.ParticipantInfo;
import java.time.Instant;
import java.util.function.Consumer;

/** What others see of a participant. Every change raises the version (P-02). */
final class Profile {
  private ParticipantInfo info;

  Profile(ParticipantInfo info) {
    this.info = info;
  }

  /** A participant that is joining. */
  static Profile of(String sid, JoinOptions options, String region, Instant now) {
    return new Profile(
        ParticipantInfo.newBuilder()
            .setSid(sid)
            .setIdentity(options.identity())
            .setName(options.name())
            .setMetadata(options.metadata())
            .putAllAttributes(options.attributes())
            .setState(ParticipantInfo.State.JOINING)
            .setKind(options.kind())
            .addAllKindDetails(options.kindDetails())
            .setPermission(options.permission())
            .setRegion(region)
            .setVersion(1)
            .setJoinedAt(now.getEpochSecond())
            .setJoinedAtMs(now.toEpochMilli())
            .setClientProtocol(options.client().getClientProtocol())
            .addAllCapabilities(options.client().getCapabilitiesList())
            .build());
  }

  ParticipantInfo info() {
    return info;
  }

  ParticipantInfo.State state() {
    return info.getState();
  }

  void change(Consumer<ParticipantInfo.Builder> how) {
    ParticipantInfo.Builder builder = info.toBuilder().setVersion(info.getVersion() + 1);
    how.accept(builder);
    info = builder.build();
  }
}
