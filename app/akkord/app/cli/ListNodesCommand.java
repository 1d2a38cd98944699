package akkord.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code list-nodes}. */
@Command(name = "list-nodes", description = "Lists the nodes of the server's cluster.")
public final class ListNodesCommand extends ApiCommand {
  @Override
  void run(RoomApi api, PrintWriter out) throws ApiFailure {
    JsonNode nodes = api.get("/nodes", Grants.list()).path("nodes");
    if (json()) {
      out.println(nodes.toPrettyString());
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode node : nodes) {
      rows.add(
          List.of(
              node.path("id").asText(),
              node.path("address").asText(),
              node.path("status").asText(),
              node.path("reachable").asBoolean() ? "yes" : "no"));
    }
    Output.table(out, List.of("ID", "ADDRESS", "STATUS", "REACHABLE"), rows);
  }
}
