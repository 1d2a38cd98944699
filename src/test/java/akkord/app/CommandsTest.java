package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import akkord.api.auth.Claims;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    SettingFlags.addTo(line, args);
    int code = line.execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  private static Claims claims(String token, String key, String secret, Instant at) {
    return assertInstanceOf(
            Verification.Valid.class,
            AccessToken.verify(token.strip(), new ApiKeys(Map.of(key, secret)), at))
        .claims();
  }

  @Test
  void tokenForADevelopmentServer() {
    Result result = run("create-token", "--room", "r", "--identity", "i", "--name", "N");
    Claims claims = claims(result.out(), "devkey", "secret", Instant.now());
    assertEquals("i N", claims.identity() + " " + claims.name());
    assertEquals(VideoGrant.join("r"), claims.video().orElseThrow());
  }

  @Test
  void tokenWithEverythingSaid() {
    Result result =
        run(
            "create-join-token",
            "--room=r",
            "-i=i",
            "--join",
            "--admin",
            "--valid-for=30d",
            "--api-key=k",
            "--api-secret=s");
    Instant later = Instant.now().plusSeconds(29 * 86_400);
    VideoGrant grant = claims(result.out(), "k", "s", later).video().orElseThrow();
    assertTrue(grant.roomJoin() && grant.roomAdmin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "h", "6 h", "-6h", "1y", "99999999999d"})
  void wrongValidity(String validFor) {
    Result result = run("create-token", "--room=r", "-i=i", "--valid-for=" + validFor);
    assertEquals(2, result.code());
    assertTrue(result.err().contains("--valid-for must be a number with s, m, h or d"));
  }

  @Test
  void keysAreNewEachTimeAndLongEnough() {
    String first = run("generate-keys").out();
    assertNotEquals(first, run("generate-keys").out());
    assertTrue(first.matches("(?s)API key: +API\\w{12}\\RAPI secret: +\\S{43}\\R"), first);
  }

  @Test
  void wrongSettingsEndWithOneLine() {
    Result result = run("server", "--dev", "--port", "70000");
    assertEquals(2, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("akkord: port: must be"), result.err());
    assertEquals(2, run("server", "--config", "/nowhere/my.conf").code());
    assertTrue(run("server", "--keys", "nonsense").err().contains("\"key: secret\""));
  }

  @Test
  void takenPortsAreNamedWithTheirSettings() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket http = new ServerSocket(0, 1, here);
        ServerSocket metrics = new ServerSocket(0);
        DatagramSocket media = new DatagramSocket(0, here)) {
      Result result =
          run(
              "server",
              "--dev",
              "--bind=127.0.0.1",
              "--port=" + http.getLocalPort(),
              "--udp-port=" + media.getLocalPort(),
              "--config-body=prometheus: {port: " + metrics.getLocalPort() + "}");
      assertEquals(2, result.code());
      List<String> lines = result.err().lines().toList();
      assertEquals(3, lines.size(), result.err());
      assertTrue(lines.get(0).startsWith("akkord: port: TCP port " + http.getLocalPort()));
      assertTrue(lines.get(1).endsWith("set another by rtc.udp_port or --udp-port"), lines.get(1));
      assertTrue(lines.get(2).startsWith("akkord: prometheus.port: TCP port "), lines.get(2));
    }
  }

  @Test
  void everySettingIsAnOption() {
    Result good =
        run(
            "check-config",
            "--dev",
            "--rtc.udp_port",
            "7890",
            "--room.empty_timeout=7",
            "--room.auto_create",
            "--development=false",
            "--rtc.use_ice_lite",
            "--redis.address=localhost:6379");
    assertEquals(0, good.code(), good.err());
    assertTrue(good.out().contains("no effect: redis"), good.out());
    assertEquals(1, run("check-config", "--dev", "--room.empty_timeout=soon").code());
    Result unknown = run("check-config", "--dev", "--rtc.udp_prt=1");
    assertTrue(
        unknown.err().contains("rtc.udp_prt") && unknown.err().contains("rtc.udp_port?"),
        unknown.err());
    assertEquals(2, run("check-config", "--dev", "--udp_prt=1").code());
    assertEquals(2, run("create-token", "--room.auto_create=true").code());
  }

  @Test
  void aSettingsOptionGoesBeforeTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("livekit.yaml"), "rtc:\n  udp_port: 7000\n");
    Result ports = run("ports", "--dev", "--config", file.toString(), "--rtc.udp_port", "7123");
    assertTrue(ports.out().contains("7123") && !ports.out().contains("7000"), ports.out());
  }

  @Test
  void checkConfigExplainsEverythingAtOnce() throws IOException {
    Path file = folder.resolve("livekit.yaml");
    Files.writeString(file, "port: high\nrtc: {udp_prot: 1}\nredis: {address: a}\n");
    Result bad = run("check-config", file.toString());
    assertEquals(1, bad.code());
    assertTrue(bad.err().contains("livekit.yaml: line 1, column 7"), bad.err());
    assertTrue(bad.err().contains("did you mean rtc.udp_port?"), bad.err());
    assertTrue(bad.err().contains("3 to put right."), bad.err());
    Files.writeString(file, "redis: {address: a}\nkeys: {k: short}\n");
    Result good = run("check-config", file.toString());
    assertEquals(0, good.code(), good.err());
    assertTrue(good.out().contains("no effect: redis.*: not needed"), good.out());
    assertTrue(good.out().contains("weak: keys.k: use a secret of 32"), good.out());
    assertFalse(good.out().contains("short"), good.out());
  }

  @Test
  void helpListsTheCommands() {
    String help = run("--help").out();
    for (String command : new String[] {"server", "create-token", "generate-keys"}) {
      assertTrue(help.contains(command), help);
    }
    assertTrue(run("--version").out().startsWith("akkord "));
  }

  @Test
  void theVersionIsMavens() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(
        pom.contains("<artifactId>akkord</artifactId>\n  <version>" + Version.NUMBER + "<"),
        Version.NUMBER);
  }
}
