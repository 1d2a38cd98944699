package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthTest {
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url() {
    return server.url().replace("ws:", "http:");
  }

  private static HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String run(int expected, String... args) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    assertEquals(expected, line.execute(args), out::toString);
    return out.toString();
  }

  @Test
  void aNodeThatRunsIsAliveAndReady() throws Exception {
    for (String path : new String[] {"/healthz", "/readyz"}) {
      HttpResponse<String> response = send("GET", path);
      assertEquals("200 OK", response.statusCode() + " " + response.body());
      assertEquals(200, send("HEAD", path).statusCode());
      assertEquals(405, send("POST", path).statusCode());
    }
  }

  @Test
  void nodesAreListedForThoseWhoMayListRooms() throws Exception {
    assertEquals(401, send("GET", "/nodes").statusCode());
    String json = run(0, "list-nodes", "--url", server.url(), "--json");
    assertTrue(json.contains("\"status\" : \"up\""), json);
    assertTrue(json.contains("\"id\" : \"ND_"), json);
    String table = run(0, "list-nodes", "--url", server.url());
    assertTrue(table.startsWith("ID ") && table.contains("127.0.0.1:"), table);
    String wrongKey = run(1, "list-nodes", "--url", url(), "--api-secret", "guess");
    assertTrue(wrongKey.contains("is --api-key with --api-secret one of"), wrongKey);
  }
}
