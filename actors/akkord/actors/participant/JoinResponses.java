package akkord.actors.participant;

import akkord.actors.ActorSettings;
import akkord.media.Codec;
import akkord.media.Kind;
import akkord.proto.ClientConfiguration;
import akkord.proto.DisabledCodecs;
import akkord.proto.JoinResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.ReconnectResponse;
import akkord.proto.Room;
import akkord.proto.ServerInfo;
import akkord.proto.SignalResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The first message of a session (J-01 to J-03), or of its continuation. */
final class JoinResponses {
  private static final int PING_TIMEOUT_SECONDS = 15;
  private static final int PING_INTERVAL_SECONDS = 5;
  private static final int PROTOCOL = 17;
  private static final int AGENT_PROTOCOL = 1;

  private JoinResponses() {}

  static SignalResponse.Builder join(
      ActorSettings settings,
      JoinOptions options,
      Room room,
      ParticipantInfo self,
      List<ParticipantInfo> others) {
    ClientQuirks quirks = ClientQuirks.of(options.client());
    JoinResponse.Builder join =
        JoinResponse.newBuilder()
            .setRoom(room)
            .setParticipant(self)
            .addAllOtherParticipants(others)
            .setServerVersion(settings.version())
            .setServerRegion(settings.region())
            .setServerInfo(server(settings))
            .addAllIceServers(settings.iceServers())
            .setSubscriberPrimary(Negotiation.isSubscriberPrimary(options))
            .setPingTimeout(PING_TIMEOUT_SECONDS)
            .setPingInterval(PING_INTERVAL_SECONDS)
            // Ends frames of ours in encrypted tracks; a room keeps its sid, and so its trailer.
            .setSifTrailer(room.getSidBytes())
            .setFastPublish(options.permission().getCanPublish())
            .addAllEnabledPublishCodecs(infos(publishable(settings.codecs(), quirks)));
    if (!quirks.unpublishable().isEmpty()) {
      join.setClientConfiguration(configuration(quirks));
    }
    return SignalResponse.newBuilder().setJoin(join);
  }

  /**
   * What a client needs that comes back on another socket.
   *
   * @param lastSequence of the reliable packets that came from it: it sends those after it again
   */
  static SignalResponse.Builder reconnect(
      ActorSettings settings, JoinOptions options, int lastSequence) {
    ClientQuirks quirks = ClientQuirks.of(options.client());
    ReconnectResponse.Builder reconnect =
        ReconnectResponse.newBuilder()
            .addAllIceServers(settings.iceServers())
            .setServerInfo(server(settings))
            .setLastMessageSeq(lastSequence);
    if (!quirks.unpublishable().isEmpty()) {
      reconnect.setClientConfiguration(configuration(quirks));
    }
    return SignalResponse.newBuilder().setReconnect(reconnect);
  }

  /** What this client may publish: video before audio, each in the order of the settings. */
  static List<Codec> publishable(List<Codec> codecs, ClientQuirks quirks) {
    List<Codec> allowed = new ArrayList<>();
    for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
      for (Codec codec : codecs) {
        if (codec.kind() == kind && !quirks.unpublishable().contains(codec)) {
          allowed.add(codec);
        }
      }
    }
    return allowed;
  }

  private static ServerInfo.Builder server(ActorSettings settings) {
    return ServerInfo.newBuilder()
        .setEdition(ServerInfo.Edition.Standard)
        .setVersion(settings.version())
        .setProtocol(PROTOCOL)
        .setRegion(settings.region())
        .setNodeId(settings.nodeId())
        .setAgentProtocol(AGENT_PROTOCOL);
  }

  private static ClientConfiguration configuration(ClientQuirks quirks) {
    return ClientConfiguration.newBuilder()
        .setDisabledCodecs(
            DisabledCodecs.newBuilder()
                .addAllCodecs(infos(quirks.unreceivable()))
                .addAllPublish(infos(quirks.unpublishable())))
        .build();
  }

  private static List<akkord.proto.Codec> infos(Collection<Codec> codecs) {
    return codecs.stream()
        .map(codec -> akkord.proto.Codec.newBuilder().setMime(codec.mimeType()).build())
        .toList();
  }
}
