package akkord.app;

import akkord.actors.node.MediaNode;
import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.media.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a server prints once it is ready.
 *
 * @param port TCP, for clients
 * @param self where other nodes find this one
 * @param others the other nodes of its cluster
 */
record Announcement(
    Settings settings, MediaNode.Description node, int port, String self, List<String> others) {
  /** Everything in one line, for the log. */
  String line() {
    List<String> media =
        node.workers().stream()
            .flatMap(worker -> worker.candidates().stream())
            .map(Announcement::address)
            .toList();
    return "Akkord %s, node %s, HTTP port %d on %s, media UDP %s, metrics %s, cluster %s"
        .formatted(
            Version.NUMBER,
            node.nodeId(),
            port,
            String.join(" ", settings.bindAddresses()),
            String.join(" ", media),
            settings.prometheusPort() == 0 ? "off" : "port " + settings.prometheusPort(),
            self + (others.isEmpty() ? " alone" : " with " + String.join(" ", others)));
  }

  private static String address(Candidate candidate) {
    return candidate.address().contains(":")
        ? "[" + candidate.address() + "]:" + candidate.port()
        : candidate.address() + ":" + candidate.port();
  }

  /** The lines, in order; no secret but the one that everybody knows. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Akkord %s, node %s".formatted(Version.NUMBER, node.nodeId()));
    lines.add(
        "  signalling  TCP port %d on %s"
            .formatted(port, String.join(", ", settings.bindAddresses())));
    for (MediaNode.Worker worker : node.workers()) {
      List<String> candidates = new ArrayList<>();
      for (Candidate candidate : worker.candidates()) {
        candidates.add(address(candidate));
      }
      lines.add("  media       UDP " + String.join(", ", candidates));
    }
    lines.add(
        "  cluster     "
            + self
            + (others.isEmpty()
                ? ", no other nodes: they come with --join " + self
                : ", with " + String.join(", ", others)));
    if (!settings.cluster().isLoopback() && !settings.cluster().isAuthenticated()) {
      lines.add("  warning     whoever reaches " + self + " can join the cluster: set cluster.tls");
    }
    if (settings.prometheusPort() > 0) {
      lines.add("  metrics     http://localhost:%d/metrics".formatted(settings.prometheusPort()));
    }
    for (String key : settings.weakKeys()) {
      if (!settings.development()) {
        lines.add(
            "  warning     the secret of key %s is short: use 32 characters or more"
                .formatted(key));
      }
    }
    if (settings.development()) {
      addDevelopment(lines);
    }
    return lines;
  }

  private void addDevelopment(List<String> lines) {
    Map.Entry<String, String> key = settings.keys().secrets().entrySet().iterator().next();
    if (key.getKey().equals("devkey") && key.getValue().equals("secret")) {
      lines.add("  keys        devkey / secret (only for development)");
    }
    String token =
        AccessToken.mint(
            key.getKey(),
            key.getValue(),
            "me",
            "",
            VideoGrant.join("lobby"),
            Instant.now(),
            AccessToken.DEFAULT_VALIDITY);
    lines.add("  a token     " + token);
    lines.add("              (lets \"me\" into the room \"lobby\" for six hours)");
    lines.add("");
    lines.add("Join a call:  http://localhost:%d/".formatted(port));
  }
}
