package akkord.app;

import akkord.app.config.Problem;
import com.typesafe.config.Config;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports that cannot be had, before anything starts: one line each, with its setting. */
final class PortCheck {
  private static final String ARTERY = "akka.remote.artery.";

  private final List<Problem> problems = new ArrayList<>();

  private PortCheck() {}

  /** One problem for each port that is taken or not allowed, none when all can be had. */
  static List<Problem> problems(Settings settings, Config config) {
    PortCheck check = new PortCheck();
    for (String address : settings.bindAddresses()) {
      check.tcp(address, settings.port(), "port", "port or --port");
    }
    List<String> media = settings.media().bindAddresses();
    for (int port : settings.media().udpPorts()) {
      for (String address : media.isEmpty() ? List.of("0.0.0.0") : media) {
        check.udp(address, port);
      }
    }
    check.tcp("0.0.0.0", settings.prometheusPort(), "prometheus.port", "prometheus.port");
    Config akka = settings.cluster().over(config);
    boolean elsewhere = !akka.getString(ARTERY + "bind.hostname").isEmpty();
    if (!elsewhere) {
      check.tcp(
          akka.getString(ARTERY + "canonical.hostname"),
          akka.getInt(ARTERY + "canonical.port"),
          "cluster.port",
          "cluster.port");
    }
    return check.problems;
  }

  private void tcp(String address, int port, String key, String remedy) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      add(key, "TCP", address, port, e, remedy);
    }
  }

  private void udp(String address, int port) {
    if (port == 0) {
      return;
    }
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      add("rtc.udp_port", "UDP", address, port, e, "rtc.udp_port or --udp-port");
    }
  }

  private void add(
      String key, String protocol, String address, int port, IOException e, String remedy) {
    problems.add(
        new Problem(
            key,
            "%s port %d on %s cannot be had: %s; stop what uses it, or set another by %s"
                .formatted(protocol, port, address, e.getMessage(), remedy)));
  }
}
