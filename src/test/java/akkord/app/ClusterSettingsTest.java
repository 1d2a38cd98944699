package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {
  private static final String ARTERY = "akka.remote.artery.";

  @TempDir private Path folder;

  private static Config config(String text) {
    return ConfigFactory.parseString(text).withFallback(ConfigFactory.load());
  }

  private static ClusterSettings read(String text) throws InvalidSetting {
    return ClusterSettings.from(new SettingsReader(config(text)));
  }

  private static Config akka(String text) throws InvalidSetting {
    return read(text).over(config(text));
  }

  @Test
  void onlyLoopbackListensByDefault() throws InvalidSetting {
    assertTrue(read("").isLoopback());
    assertFalse(read("").isAuthenticated());
    assertEquals("127.0.0.1", akka("").getString(ARTERY + "canonical.hostname"));
    assertEquals(0, akka("").getInt(ARTERY + "canonical.port"));
    assertEquals(List.of(), akka("").getStringList("akka.cluster.seed-nodes"));
    assertEquals("tcp", akka("").getString(ARTERY + "transport"));
  }

  @Test
  void nodesToJoinBecomeSeedNodes() throws InvalidSetting {
    Config config =
        akka("cluster { host = 192.0.2.1, port = 7890, join = [\"192.0.2.2:7890\", \"b:1\"] }");
    assertEquals("192.0.2.1", config.getString(ARTERY + "canonical.hostname"));
    assertEquals(7890, config.getInt(ARTERY + "canonical.port"));
    assertEquals(
        List.of("akka://akkord@192.0.2.2:7890", "akka://akkord@b:1"),
        config.getStringList("akka.cluster.seed-nodes"));
  }

  @Test
  void akkasOwnNamesStillWork() throws InvalidSetting {
    Config config = akka(ARTERY + "canonical { hostname = 192.0.2.7, port = 7 }");
    assertEquals("192.0.2.7", config.getString(ARTERY + "canonical.hostname"));
    assertEquals(7, config.getInt(ARTERY + "canonical.port"));
  }

  @Test
  void tlsTakesThreeFiles() throws IOException, InvalidSetting {
    Path file = Files.writeString(folder.resolve("a.pem"), "");
    String all = "cluster.tls { certificate = \"%1$s\", key = \"%1$s\", ca = \"%1$s\" }";
    Config config = akka(all.formatted(file));
    assertTrue(read(all.formatted(file)).isAuthenticated());
    assertEquals("tls-tcp", config.getString(ARTERY + "transport"));
    assertEquals(file.toString(), config.getString(ARTERY + "ssl.rotating-keys-engine.key-file"));
    String two = "cluster.tls { certificate = \"%1$s\", key = \"%1$s\" }".formatted(file);
    assertTrue(
        assertThrows(InvalidSetting.class, () -> read(two)).getMessage().contains("all three"));
    String absent = all.formatted(folder.resolve("b.pem"));
    assertTrue(
        assertThrows(InvalidSetting.class, () -> read(absent)).getMessage().contains("be read"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster.join = [\"there\"]                  | host:port",
        "cluster.join = [\"there:0\"]                | host:port",
        "cluster.join = [\"there:x\"]                | host:port",
        "cluster.join = [\"akka://akkord@there:1\"]  | host:port",
        "cluster.join = [\"::1:7890\"]               | host:port",
        "cluster.join = [\":7890\"]                  | host:port",
        "cluster.join = \"there:1\"                  | list of strings",
        "cluster.join = [\"192.0.2.2:7890\"]         | no loopback address",
        "cluster { host = localhost, join = [\"b:1\"] } | no loopback address",
        "cluster.host = \"0.0.0.0\"                  | other nodes can reach",
        "cluster.port = 70000                        | from 0 to 65535",
        "cluster { discovery = akka-dns, join = [\"127.0.0.1:1\"] } | must be empty",
      })
  void whatCannotWorkIsRefused(String text, String why) {
    InvalidSetting refused = assertThrows(InvalidSetting.class, () -> read(text));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"[::1]:7890", "127.0.0.2:1", "localhost:65535"})
  void thisHostsOwnServersNeedNoAddress(String node) throws InvalidSetting {
    assertEquals(List.of(node), read("cluster.join = [\"" + node + "\"]").join());
  }
}
