package akkord.actors.participant;

import akkord.actors.Guid;
import akkord.media.Codec;
import akkord.media.Kind;
import akkord.media.UpTrackSpec;
import akkord.proto.AddTrackRequest;
import akkord.proto.AudioTrackFeature;
import akkord.proto.SimulcastCodec;
import akkord.proto.SimulcastCodecInfo;
import akkord.proto.TimedVersion;
import akkord.proto.TrackInfo;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import akkord.proto.VideoLayer;
import akkord.proto.VideoQuality;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Describes tracks: first as announced, then as the session description settled them (T-06). */
final class TrackInfos {
  private static final int MAX_LAYERS = 3;

  private TrackInfos() {}

  /**
   * A track as its publisher announced it. Enum values newer than ours are passed on as numbers:
   * protobuf's getters would throw.
   *
   * @param codecs what may be published, preferred first
   */
  static TrackInfo announced(AddTrackRequest request, List<Codec> codecs) {
    TrackInfo.Builder track =
        TrackInfo.newBuilder()
            .setSid(sid(request))
            .setType(request.getType())
            .setName(request.getName())
            .setMuted(request.getMuted())
            .setWidth(request.getWidth())
            .setHeight(request.getHeight())
            .setSourceValue(request.getSourceValue())
            .setStereo(isStereo(request))
            .setDisableDtx(
                request.getDisableDtx()
                    || request.getAudioFeaturesList().contains(AudioTrackFeature.TF_NO_DTX))
            .setDisableRed(request.getDisableRed())
            .setEncryptionValue(request.getEncryptionValue())
            .setStream(stream(request))
            .setBackupCodecPolicyValue(request.getBackupCodecPolicyValue())
            .addAllAudioFeaturesValue(request.getAudioFeaturesValueList())
            .addAllPacketTrailerFeaturesValue(request.getPacketTrailerFeaturesValueList());
    if (request.getType() == TrackType.VIDEO) {
      addVideo(track, request, codecs);
    } else {
      track.setMimeType(Codec.OPUS.mimeType());
      track.addCodecs(
          SimulcastCodecInfo.newBuilder()
              .setMimeType(Codec.OPUS.mimeType())
              .setCid(request.getCid()));
    }
    return track.build();
  }

  /** The same track, once a media section carries it. */
  static TrackInfo settled(TrackInfo track, BoundUpTrack bound) {
    UpTrackSpec spec = bound.spec();
    TrackInfo.Builder settled =
        track.toBuilder()
            .setMid(spec.mid())
            .setMimeType(bound.codec().mimeType())
            .setSimulcast(spec.streams().size() > 1)
            .clearLayers()
            .addAllLayers(layers(sized(track, spec.streams().size()), spec.streams()));
    if (settled.getCodecsCount() > 0) {
      settled
          .getCodecsBuilder(0)
          .setMimeType(bound.codec().mimeType())
          .setMid(spec.mid())
          .setSdpCid(bound.cid())
          .clearLayers()
          .addAllLayers(settled.getLayersList());
    }
    return settled.build();
  }

  /** The same track, changed {@code now}: a version that is later than the one before. */
  static TrackInfo stamped(TrackInfo track, Instant now) {
    TimedVersion before = track.getVersion();
    long micros = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, now), before.getUnixMicro());
    int ticks = micros == before.getUnixMicro() ? before.getTicks() + 1 : 0;
    return track.toBuilder()
        .setVersion(TimedVersion.newBuilder().setUnixMicro(micros).setTicks(ticks))
        .build();
  }

  private static void addVideo(
      TrackInfo.Builder track, AddTrackRequest request, List<Codec> codecs) {
    for (SimulcastCodec wanted : request.getSimulcastCodecsList()) {
      Codec codec = allowed(wanted.getCodec(), codecs);
      List<VideoLayer> layers =
          wanted.getLayersCount() > 0 ? wanted.getLayersList() : request.getLayersList();
      track.addCodecs(
          SimulcastCodecInfo.newBuilder()
              .setMimeType(codec.mimeType())
              .setCid(wanted.getCid())
              .setVideoLayerModeValue(mode(wanted, codec))
              .addAllLayers(declared(request, layers)));
    }
    if (track.getCodecsCount() == 0) {
      track.addCodecs(
          SimulcastCodecInfo.newBuilder()
              .setMimeType(allowed("", codecs).mimeType())
              .setCid(request.getCid())
              .addAllLayers(declared(request, request.getLayersList())));
    }
    track.setMimeType(track.getCodecs(0).getMimeType());
    track.addAllLayers(track.getCodecs(0).getLayersList());
  }

  /** T-03: a codec that may not be published gives way to the first video codec that may. */
  private static Codec allowed(String name, List<Codec> codecs) {
    return Codec.of(name)
        .filter(codec -> codec.kind() == Kind.VIDEO && codecs.contains(codec))
        .or(() -> codecs.stream().filter(codec -> codec.kind() == Kind.VIDEO).findFirst())
        .orElse(Codec.VP8);
  }

  private static int mode(SimulcastCodec wanted, Codec codec) {
    if (wanted.getVideoLayerMode() != VideoLayer.Mode.MODE_UNUSED) {
      return wanted.getVideoLayerModeValue();
    }
    return codec == Codec.VP9 || codec == Codec.AV1
        ? VideoLayer.Mode.MULTIPLE_SPATIAL_LAYERS_PER_STREAM_VALUE
        : VideoLayer.Mode.ONE_SPATIAL_LAYER_PER_STREAM_VALUE;
  }

  /** Layers lowest first, numbered; a client that declares none has one of full size. */
  private static List<VideoLayer> declared(AddTrackRequest request, List<VideoLayer> layers) {
    List<VideoLayer> sorted = new ArrayList<>(layers);
    if (sorted.isEmpty()) {
      sorted.add(
          VideoLayer.newBuilder()
              .setQuality(VideoQuality.HIGH)
              .setWidth(request.getWidth())
              .setHeight(request.getHeight())
              .build());
    }
    sorted.sort((a, b) -> Integer.compare(a.getQualityValue(), b.getQualityValue()));
    sorted = sorted.subList(0, Math.min(MAX_LAYERS, sorted.size()));
    for (int i = 0; i < sorted.size(); i++) {
      sorted.set(i, sorted.get(i).toBuilder().setSpatialLayer(i).build());
    }
    return sorted;
  }

  /** Old clients send several encodings and declare none: each doubles the one below. */
  private static List<VideoLayer> sized(TrackInfo track, int streams) {
    if (track.getType() != TrackType.VIDEO || track.getLayersCount() >= streams) {
      return track.getLayersList();
    }
    List<VideoLayer> layers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      int halvings = streams - 1 - i;
      layers.add(
          VideoLayer.newBuilder()
              .setQualityValue(i)
              .setWidth(track.getWidth() >>> halvings)
              .setHeight(track.getHeight() >>> halvings)
              .setSpatialLayer(i)
              .build());
    }
    return layers;
  }

  private static List<VideoLayer> layers(
      List<VideoLayer> declared, List<UpTrackSpec.Stream> streams) {
    List<VideoLayer> layers = new ArrayList<>(declared);
    for (UpTrackSpec.Stream stream : streams) {
      if (stream.layer() < layers.size()) {
        layers.set(
            stream.layer(),
            layers.get(stream.layer()).toBuilder()
                .setRid(stream.rid())
                .setSsrc((int) stream.ssrc())
                .setRepairSsrc((int) stream.rtxSsrc())
                .build());
      }
    }
    return layers;
  }

  private static boolean isStereo(AddTrackRequest request) {
    return request.getStereo()
        || request.getAudioFeaturesList().contains(AudioTrackFeature.TF_STEREO);
  }

  /** T-03: what belongs together by nature shares a stream. */
  private static String stream(AddTrackRequest request) {
    if (!request.getStream().isEmpty()) {
      return request.getStream();
    }
    return switch (request.getSource()) {
      case CAMERA, MICROPHONE -> "camera";
      case SCREEN_SHARE, SCREEN_SHARE_AUDIO -> "screen";
      default -> "unknown";
    };
  }

  /** T-02: letters for type and source, then 12 random characters. */
  private static String sid(AddTrackRequest request) {
    String type = request.getType() == TrackType.VIDEO ? "V" : "A";
    return Guid.of("TR_" + type + letter(request.getSource()));
  }

  private static String letter(TrackSource source) {
    return switch (source) {
      case CAMERA -> "C";
      case MICROPHONE -> "M";
      case SCREEN_SHARE -> "S";
      case SCREEN_SHARE_AUDIO -> "s";
      default -> "";
    };
  }
}
