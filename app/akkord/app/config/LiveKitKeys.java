package akkord.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a {@code livekit.yaml} that have no effect here, each with what replaces it or
 * why (livekit.md section 7). A setting that {@code application.conf} has is not looked up here.
 */
final class LiveKitKeys {
  /** Names, a colon, and the line that an operator is shown; {@code .*} is all that is below. */
  private static final String TABLE =
      """
      redis.*: not needed: nodes find each other by cluster.join and share no store
      psrpc.* signal_relay.*: not needed: nodes talk to each other by Akka's remoting
      node_selector.* node_stats.*: not used: the cluster spreads rooms over its nodes by itself
      turn.* rtc.turn_servers: not there yet: Akkord runs and announces no TURN server
      rtc.tcp_port rtc.force_tcp rtc.allow_tcp_fallback rtc.tcp_fallback_rtt_threshold \
      rtc.allow_udp_unstable_fallback: not there yet: media travels over UDP only
      rtc.use_external_ip rtc.external_ip_only rtc.advertise_internal_ip rtc.additional_host_ips \
      rtc.skip_external_ip_validation rtc.use_stun_port_as_ice rtc.require_ipv4: not used: set \
      rtc.node_ip to the address that clients reach; nobody is asked for it
      rtc.ips.*: not used: choose by rtc.interfaces or bind_addresses
      rtc.use_ice_lite rtc.use_mdns: not needed: the server is always ICE lite
      rtc.host_acceptance_min_wait rtc.srflx_acceptance_min_wait rtc.prflx_acceptance_min_wait \
      rtc.relay_acceptance_min_wait: not needed: the server is always ICE lite
      rtc.batch_io.*: not needed: media threads receive and send in batches
      rtc.sctp_min_cwnd rtc.sctp_fast_rtx_wnd rtc.sctp_cwnd_ca_step rtc.data_channel_max_buffered_amount \
      rtc.datachannel_slow_threshold rtc.datachannel_lossy_target_latency \
      rtc.datachannel_data_track_target_latency rtc.reconnect_on_data_channel_error: not used: data channels are not configurable here
      rtc.packet_buffer_size rtc.packet_buffer_size_video rtc.packet_buffer_size_audio rtc.rtx_budget.* \
      rtc.flexfec.*: not used: each track keeps as many packets as retransmission needs
      rtc.pli_throttle.* rtc.strict_acks rtc.enable_rtp_stream_restart_detection \
      rtc.reconnect_on_publication_error rtc.reconnect_on_subscription_error rtc.enable_warp \
      rtc.forward_stats.*: not used: this is not configurable here
      rtc.congestion_control.* video.stream_tracker_manager.* video.dynacast_pause_delay \
      video.codec_regression_threshold: not there yet: nothing adapts to a subscriber's bandwidth
      audio.*: not used: this is not configurable here
      room.playout_delay.* room.sync_streams room.update_batch_target_size: not there yet
      room.create_room_timeout room.create_room_attempts: not needed: a room opens where its shard is
      ingress.* sip.* agents.* limit.agent_signal_message_size_limit: not there yet: ingress, SIP and \
      agents are not served
      webhook.url_notifier.queue_size: not used: webhook.resource_url_notifier.max_depth bounds a queue
      limit.num_tracks limit.bytes_per_sec limit.subscription_limit_video limit.subscription_limit_audio: \
      not there yet: this is not limited
      debug_handler.* trace.* metric.*: not used: prometheus.port serves metrics
      prometheus.username prometheus.password: not there yet: keep prometheus.port inside your network
      logging.sample logging.sample_initial logging.sample_interval logging.item_sample_seconds \
      logging.item_sample_initial logging.item_sample_interval logging.pion_level: not used: nothing is \
      left out of the log
      api.*: not needed: calls wait for one actor only
      webtransport.*: not there yet: signalling travels over WebSocket
      """;

  private static final Map<String, String> NOTES = parse();

  private LiveKitKeys() {}

  private static Map<String, String> parse() {
    Map<String, String> notes = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      int colon = line.indexOf(": ");
      for (String name : line.substring(0, colon).split("\\s+", -1)) {
        notes.put(name, line.substring(colon + 2));
      }
    }
    return notes;
  }

  /** All names, those with {@code .*} without it. */
  static Set<String> names() {
    Set<String> names = new java.util.TreeSet<>();
    NOTES.keySet().forEach(name -> names.add(name.replace(".*", "")));
    return names;
  }

  /** What to say about {@code path}; empty if LiveKit has no such setting either. */
  static Optional<String> note(String path) {
    return entry(path).map(NOTES::get);
  }

  /** The table's name that covers {@code path}, so that a whole section is noted once. */
  static Optional<String> entry(String path) {
    String name = NOTES.containsKey(path) ? path : path + ".*";
    for (String above = path; ; above = above.substring(0, above.lastIndexOf('.'))) {
      if (NOTES.containsKey(name)) {
        return Optional.of(name);
      }
      if (above.indexOf('.') < 0) {
        return Optional.empty();
      }
      name = above.substring(0, above.lastIndexOf('.')) + ".*";
    }
  }

  /** Whether settings below {@code path} are in the table. */
  static boolean isSection(String path) {
    return NOTES.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
  }
}
