package akkord.actors;

import akkord.actors.participant.JoinOptions;
import akkord.media.Candidate;
import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.Fingerprint;
import akkord.media.HeaderExtension;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RoomConfiguration;
import akkord.proto.SessionDescription;
import akkord.proto.TrackInfo;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plausible values for tests. */
public final class Samples {
  public static final Fingerprint FINGERPRINT = new Fingerprint("sha-256", "AA:".repeat(31) + "AA");
  public static final IceCredentials ICE = new IceCredentials("ufrag", "password-of-22-characters");
  public static final Candidate CANDIDATE = new Candidate("1", 2130706431L, "127.0.0.1", 7882);
  public static final RtpCodec VP8 = new RtpCodec(Codec.VP8, 96, "", 97, true, true, true);
  public static final UpTrackSpec UP_TRACK =
      new UpTrackSpec(
          "TR_VCa",
          "room:r",
          Kind.VIDEO,
          "7",
          List.of(VP8),
          Map.of(HeaderExtension.MID, 4, HeaderExtension.RID, 10),
          List.of(new UpTrackSpec.Stream("q", 0, 0, 0), new UpTrackSpec.Stream("h", 1, 0, 0)),
          false);
  public static final DownTrackSpec DOWN_TRACK =
      new DownTrackSpec(
          "TR_VCa",
          Kind.VIDEO,
          "3",
          VP8,
          Map.of(HeaderExtension.MID, 4),
          1234,
          1235,
          "PA_a",
          DownTrackSettings.ALL);

  private Samples() {}

  /** A standard participant's permissions. */
  public static ParticipantPermission permission() {
    return ParticipantPermission.newBuilder()
        .setCanPublish(true)
        .setCanSubscribe(true)
        .setCanPublishData(true)
        .build();
  }

  /** A current client in single-PC mode. */
  public static JoinOptions options(String room, String identity) {
    return options(room, identity, permission(), true);
  }

  /** A current client. */
  public static JoinOptions options(
      String room, String identity, ParticipantPermission permission, boolean single) {
    return new JoinOptions(
        room,
        identity,
        identity,
        "",
        Map.of("key", "value"),
        ParticipantInfo.Kind.STANDARD,
        List.of(),
        permission,
        Optional.of(RoomConfiguration.newBuilder().setMetadata("from token").build()),
        "",
        true,
        ClientInfo.newBuilder()
            .setSdk(ClientInfo.SDK.JS)
            .setVersion("2.23.0")
            .setProtocol(17)
            .build(),
        "192.0.2.1",
        single,
        true,
        false,
        false,
        false,
        Optional.empty(),
        List.of());
  }

  /** Someone who has joined. */
  public static ParticipantInfo participant(String sid, String identity) {
    return ParticipantInfo.newBuilder()
        .setSid(sid)
        .setIdentity(identity)
        .setState(ParticipantInfo.State.JOINING)
        .setPermission(permission())
        .setVersion(1)
        .build();
  }

  /** A camera as it is announced. */
  public static AddTrackRequest camera(String cid) {
    return AddTrackRequest.newBuilder()
        .setCid(cid)
        .setType(TrackType.VIDEO)
        .setSource(TrackSource.CAMERA)
        .setWidth(1280)
        .setHeight(720)
        .build();
  }

  /** A microphone as it is announced. */
  public static AddTrackRequest microphone(String cid) {
    return AddTrackRequest.newBuilder()
        .setCid(cid)
        .setType(TrackType.AUDIO)
        .setSource(TrackSource.MICROPHONE)
        .build();
  }

  /** A published video track. */
  public static TrackInfo video(String sid) {
    return TrackInfo.newBuilder()
        .setSid(sid)
        .setType(TrackType.VIDEO)
        .setSource(TrackSource.CAMERA)
        .setMimeType("video/VP8")
        .build();
  }

  /** Some offer. */
  public static SessionDescription offer(int id) {
    return SessionDescription.newBuilder().setType("offer").setSdp("v=0").setId(id).build();
  }
}
