package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a stranger may send before anybody knows who it is. */
class HttpLimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            new SignalSettings(
                true, 256, 256, 1 << 16, SignalSettings.JOIN_TIMEOUTS, 100, 1 << 20, PATIENCE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Sends a request's head, as much of it as the server takes, and reads the answer's head. */
  private static String answer(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(("GET / HTTP/1.1\r\nHost: here\r\n" + head).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder(in.readLine());
      in.lines().forEach(line -> text.append('|').append(line));
      return text.toString();
    }
  }

  private static String headers(int count, int valueLength) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("X-Filler-").append(i).append(": ").append("v".repeat(valueLength));
      text.append("\r\n");
    }
    return text.toString();
  }

  private static String ask(String headers) throws IOException {
    String answer = answer(headers + "Connection: close\r\n\r\n");
    return answer.substring("HTTP/1.1 ".length(), answer.indexOf('|'))
        + answer.replaceAll(".*\\|", "|");
  }

  @Test
  void aRequestWithAFewLongHeadersIsServed() throws IOException {
    assertEquals("200 OK|OK", ask(headers(40, 100)));
    assertEquals("200 OK|OK", ask(headers(1, 250_000)), "a token may be long");
  }

  @Test
  void aRequestWithMoreIsRefusedBeforeItEnds() throws IOException {
    assertEquals(
        "431 Request Header Fields Too Large"
            + "|HTTP message contains more than the configured limit of 64 headers",
        ask(headers(1_000, 1)));
    assertEquals(
        "431 Request Header Fields Too Large"
            + "|HTTP header value exceeds the configured limit of 262144 characters",
        ask(headers(1, (256 << 10) + 1)));
    String endless = answer(headers(65, 100));
    assertTrue(endless.startsWith("HTTP/1.1 431 "), endless);
    assertTrue(endless.contains("|Connection: close"), endless);
  }

  @Test
  void aRequestThatDoesNotParseIsRefusedInOneLine() throws IOException {
    String answer = answer("no colon\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
  }
}
