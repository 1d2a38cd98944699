package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.webhook.WebhookSettings;
import akkord.media.Codec;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Configuration.Overrides NOTHING =
      new Configuration.Overrides(Map.of(), List.of());

  @TempDir private Path folder;

  private Settings load(boolean dev, String file) throws InvalidSetting {
    return configuration(dev, Optional.of(write(file)), NOTHING).load().settings();
  }

  private static Configuration configuration(
      boolean dev, Optional<Path> file, Configuration.Overrides overrides) {
    return new Configuration(
        dev, new Configuration.Source(file, Optional.empty(), true), overrides, Map.of());
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("my.conf"), text);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private String problem(String file) {
    return assertThrows(InvalidSetting.class, () -> load(true, file)).getMessage();
  }

  @Test
  void developmentDefaults() throws InvalidSetting {
    Settings settings = configuration(true, Optional.empty(), NOTHING).load().settings();
    assertEquals(7880, settings.port());
    assertEquals("127.0.0.1", settings.bindAddresses().getFirst());
    assertEquals(Map.of("devkey", "secret"), settings.keys().secrets());
    assertTrue(settings.development());
    assertEquals(0, settings.prometheusPort());
    assertEquals(Duration.ofMinutes(5), settings.actors().emptyTimeout());
    assertEquals(Duration.ofSeconds(20), settings.actors().departureTimeout());
    assertEquals(Codec.VP8, settings.actors().codecs().getFirst());
    assertTrue(settings.signal().autoCreate());
    assertEquals(2 << 20, settings.signal().maxFrameSize());
    assertEquals(7882, settings.media().udpPorts().getFirst());
  }

  @Test
  void outsideDevelopmentKeysAreNeededAndEverybodyMayConnect() throws InvalidSetting {
    InvalidSetting none = assertThrows(InvalidSetting.class, () -> load(false, ""));
    assertTrue(none.getMessage().startsWith("keys: at least one API key"), none.getMessage());
    Settings settings = load(false, "keys { \"a.b\" = \"short\" }");
    assertEquals(Map.of("a.b", "short"), settings.keys().secrets());
    assertEquals(List.of("0.0.0.0"), settings.bindAddresses());
    assertEquals(List.of(), settings.media().bindAddresses());
    assertEquals(List.of("a.b"), settings.weakKeys());
    assertFalse(settings.development());
  }

  @Test
  void commandLineBeatsFileBeatsDefaults() throws InvalidSetting {
    Configuration.Overrides flags =
        new Configuration.Overrides(
            Map.of(
                "bind_addresses",
                List.of("::1"),
                "port",
                1,
                "rtc.udp_port",
                "9000",
                "rtc.node_ip",
                "203.0.113.5, 2001:db8::1",
                "cluster.join",
                List.of("127.0.0.1:7890")),
            List.of("k: s: t"));
    Path file =
        write(
            "port = 2\nrtc.udp_port = 9\nregion = eu\nmedia.udp.segmentation = off\n"
                + "keys { other = x }");
    Settings settings = configuration(false, Optional.of(file), flags).load().settings();
    assertEquals(1, settings.port());
    assertEquals("eu", settings.actors().region());
    assertFalse(settings.media().segmentation());
    assertEquals(List.of(9000), settings.media().udpPorts());
    assertEquals(List.of("127.0.0.1:7890"), settings.cluster().join());
    assertEquals(
        List.of("203.0.113.5", "2001:db8:0:0:0:0:0:1"), settings.media().advertisedAddresses());
    assertEquals("s: t", settings.keys().secrets().get("k"));
  }

  @ParameterizedTest
  @CsvSource({
    "7882-7889, 2, '7882,7883'",
    "7882-7883, 8, '7882,7883'",
    "7882, 8, '7882'",
    "0, 8, '0'",
  })
  void udpPorts(String text, int cores, String expected) throws InvalidSetting {
    SettingsReader reader =
        new SettingsReader(ConfigFactory.parseMap(Map.of("rtc.udp_port", text)));
    String ports =
        String.join(",", Settings.udpPorts(reader, cores).stream().map(String::valueOf).toList());
    assertEquals(expected, ports);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port = abc | port: must be a whole number from 0 to 65535, not \"abc\"",
        "port = 70000 | port: must be a whole number from 0 to 65535, not 70000",
        "port = null | port: must not be null",
        "development = maybe | development: must be true or false",
        "bind_addresses = localhost | bind_addresses: must be a list of strings",
        "bind_addresses = [localhost] | bind_addresses: must be numeric IP addresses",
        "rtc.node_ip = \"1.2.3.4,here\" | rtc.node_ip: must be numeric IP addresses",
        "rtc.udp_port = 9000-8000 | rtc.udp_port: must be a port or a range",
        "rtc.udp_port = 1-2-3 | rtc.udp_port: must be a port or a range",
        "rtc.udp_port = high | rtc.udp_port: must be a port or a range",
        "room.empty_timeout = -1 | room.empty_timeout: must be a whole number from 0",
        "room.enabled_codecs = [vp8, mp3] | room.enabled_codecs: unknown codec \"mp3\"",
        "keys = secret | keys: must be an object",
        "keys { a = \"\" } | keys.a: neither key nor secret may be empty",
        "rtc.udp_prot = 1 | rtc.udp_prot: there is no such setting",
        "webhook.urls = here | webhook.urls: must be a list of strings",
        "webhook.urls = [\"example.com/a\"] | webhook.urls: \"example.com/a\" is no URL of HTTP",
        "webhook.urls = [\"http://a/\"] | webhook.api_key: webhooks are signed: name one of keys",
        "webhook { urls = [\"http://a/\"], api_key = b } | webhook.api_key: must be one of keys",
        "webhook.filter_params.include_events = [x] | webhook.filter_params.include_events: there",
        "webhook.request_timeout = 0s | webhook.request_timeout: must be a time such as 30s",
        "webhook.resource_url_notifier.max_age = x | webhook.resource_url_notifier.max_age: must"
            + " be",
        "webhook.url_notifier.num_workers = 0 | webhook.url_notifier.num_workers: must be a whole",
        "keys { a = [1] } | keys: must be an object",
      })
  void problemsNameTheSettingAndTheRemedy(String file, String expected) {
    String message = problem(file);
    assertTrue(message.startsWith(expected), message);
    assertTrue(message.contains("my.conf") || !message.contains(", not "), message);
  }

  @Test
  void webhooks() throws InvalidSetting {
    assertEquals(List.of(), load(true, "").webhooks().urls());
    WebhookSettings webhooks =
        load(true, "webhook { urls = [\"http://a/b?c=d\"], api_key = devkey }").webhooks();
    assertEquals("http://a/b?c=d", webhooks.urls().getFirst().uri().toString());
    assertEquals("devkey", webhooks.apiKey());
    assertEquals(Duration.ofMinutes(30), webhooks.maxAge());
    assertEquals(10, webhooks.workers());
  }

  @Test
  void misspeltNamesGetAHint() {
    assertTrue(problem("rtc.udp_prot = 1").contains("did you mean rtc.udp_port?"));
    assertTrue(problem("udp_port = 1").contains("did you mean rtc.udp_port?"));
    assertTrue(problem("entirely.other = 1").contains("application.conf lists all"));
    assertTrue(problem("port { a = 1 }").contains("port"));
  }

  @Test
  void secretsAreNotShown() {
    String message = problem("keys { a = [hush] }");
    assertFalse(message.contains("hush"), message);
  }

  @Test
  void librariesKeepTheirOwnSettings() throws InvalidSetting {
    load(true, "akka.cluster.roles = [x]\nkamon.metric.tick-interval = 5s");
  }

  @Test
  void everySettingHasALineOfExplanation() throws IOException {
    String previous = "";
    boolean ours = true;
    for (String line : Files.readAllLines(Path.of("application.conf"))) {
      ours &= !line.startsWith("akka {");
      boolean setting = line.strip().matches("\\w+ (= .*|\\{})");
      if (ours && setting && !line.strip().endsWith("{")) {
        assertTrue(previous.strip().startsWith("#"), "no comment above: " + line);
      }
      previous = line;
    }
  }
}
