package akkord.actors.participant;

import akkord.media.Candidate;
import akkord.media.DownTrackSettings;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.sdp.Direction;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.proto.AddTrackRequest;
import akkord.proto.SimulcastCodec;
import akkord.proto.TrackType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What the tests of both connections need. */
final class Negotiations {
  static final LocalTransport LOCAL =
      new LocalTransport(
          new IceCredentials("srvr", "serverpasswordserverpa"),
          new Fingerprint("sha-256", "AA:".repeat(31) + "AA"),
          List.of(new Candidate("1", 2130706431L, "192.0.2.1", 7882)));

  private Negotiations() {}

  static RandomGenerator random() {
    return new Random(42);
  }

  static PendingTrack microphone(String sid, String cid) {
    AddTrackRequest request =
        AddTrackRequest.newBuilder().setCid(cid).setType(TrackType.AUDIO).build();
    return new PendingTrack(sid, cid, Kind.AUDIO, request, true);
  }

  static PendingTrack camera(String sid, String cid, String codec) {
    AddTrackRequest.Builder request =
        AddTrackRequest.newBuilder().setCid(cid).setType(TrackType.VIDEO);
    if (!codec.isEmpty()) {
      request.addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec(codec).setCid(cid));
    }
    return new PendingTrack(sid, cid, Kind.VIDEO, request.build(), false);
  }

  static WantedTrack audio(String sid) {
    return wanted(sid, Kind.AUDIO, "audio/opus");
  }

  static WantedTrack video(String sid, String mime) {
    return wanted(sid, Kind.VIDEO, mime);
  }

  private static WantedTrack wanted(String sid, Kind kind, String mime) {
    return new WantedTrack(
        sid, kind, mime, "PA_bob|" + sid, "PA_bob", DownTrackSettings.ALL, false);
  }

  /** The sections of a description. */
  static List<MediaSection> sections(String sdp) {
    try {
      return SessionDescription.parse(sdp).sections();
    } catch (SdpException e) {
      throw new AssertionError(sdp, e);
    }
  }

  /** The directions of a description's sections, rejected ones as null. */
  static List<Direction> directions(String sdp) {
    List<Direction> directions = new ArrayList<>();
    sections(sdp).forEach(s -> directions.add(s.isRejected() ? null : s.direction()));
    return directions;
  }
}
