package akkord.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the ports that a server with this configuration uses, for whoever opens a firewall. */
@Command(
    name = "ports",
    description = "Prints the ports that a configuration uses; starts nothing.",
    mixinStandardHelpOptions = true)
final class PortsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions options;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  private record Port(String protocol, String port, String use, String setting) {}

  @Override
  public Integer call() {
    try {
      Settings settings = options.configuration(Optional.empty()).load().settings();
      print(ports(settings), spec.commandLine().getOut());
      return ExitCode.OK;
    } catch (InvalidSetting e) {
      e.problems().forEach(problem -> spec.commandLine().getErr().println("akkord: " + problem));
      return ExitCode.USAGE;
    }
  }

  private static List<Port> ports(Settings settings) {
    List<Port> ports = new ArrayList<>();
    ports.add(new Port("TCP", number(settings.port()), "signalling and HTTP API", "port"));
    List<Integer> media = settings.media().udpPorts();
    String range =
        media.size() == 1 ? number(media.getFirst()) : media.getFirst() + "-" + media.getLast();
    ports.add(new Port("UDP", range, "media", "rtc.udp_port"));
    if (settings.prometheusPort() > 0) {
      ports.add(new Port("TCP", number(settings.prometheusPort()), "metrics", "prometheus.port"));
    }
    ports.add(
        new Port("TCP", number(settings.cluster().port()), "other nodes only", "cluster.port"));
    return ports;
  }

  private void print(List<Port> ports, PrintWriter out) {
    if (json) {
      ArrayNode array = new ObjectMapper().createArrayNode();
      for (Port port : ports) {
        array
            .addObject()
            .put("protocol", port.protocol())
            .put("port", port.port())
            .put("use", port.use())
            .put("setting", port.setting());
      }
      out.println(array.toPrettyString());
      return;
    }
    for (Port port : ports) {
      out.printf("%s %-11s %s (%s)%n", port.protocol(), port.port(), port.use(), port.setting());
    }
  }

  private static String number(int port) {
    return port == 0 ? "any" : String.valueOf(port);
  }
}
