package akkord.cluster;

import akkord.app.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that are told no address find each other by Akka Discovery. */
@Timeout(120)
class DiscoveryTest {
  @Test
  void twoNodesBeginOneCluster() throws Exception {
    List<Integer> ports = List.of(freePort(), freePort());
    List<RunningServer> nodes = new ArrayList<>();
    // Neither listens before the cluster is there, so they start side by side.
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<RunningServer>> starting = new ArrayList<>();
      for (int port : ports) {
        starting.add(threads.submit(() -> new RunningServer(1, settings(port, ports))));
      }
      for (Future<RunningServer> node : starting) {
        nodes.add(node.get());
      }
      for (RunningServer node : nodes) {
        TestCluster.awaitSize(node, 2);
      }
    } finally {
      nodes.forEach(RunningServer::close);
    }
  }

  private static Map<String, ?> settings(int port, List<Integer> ports) {
    List<Map<String, Object>> endpoints = new ArrayList<>();
    for (int other : ports) {
      endpoints.add(Map.of("host", "127.0.0.1", "port", other));
    }
    Map<String, Object> settings = new HashMap<>(TestCluster.PATIENT);
    settings.put("cluster.discovery", "config");
    settings.put("akka.management.http.port", port);
    // Both are on one host: its other ports are nodes too.
    settings.put("akka.management.cluster.bootstrap.contact-point.filter-on-fallback-port", false);
    settings.put("akka.discovery.config.services.akkord.endpoints", endpoints);
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
