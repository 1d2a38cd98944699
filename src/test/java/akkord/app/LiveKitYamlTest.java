package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.config.Problem;
import akkord.media.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveKitYamlTest {
  /** What a livekit.yaml of a small production server looks like. */
  private static final String TYPICAL =
      """
      port: 7880
      bind_addresses:
        - "127.0.0.1"
      prometheus_port: 6789
      log_level: info
      rtc:
        tcp_port: 7881
        port_range_start: 50000
        port_range_end: 60000
        use_external_ip: true
        congestion_control:
          enabled: true
          send_side_bwe:
            packet_group: {min_packets: 3}
      redis:
        address: redis.example.net:6379
        password: hush
      keys:
        APIone: a secret of thirty-two characters and more
      room:
        empty_timeout: 60
        max_metadata_size: 1000
        enabled_codecs:
          - mime: audio/opus
          - mime: video/vp8
      turn:
        enabled: true
        domain: turn.example.net
      """;

  @TempDir private Path folder;

  private static Configuration.Loaded load(String yaml) throws InvalidSetting {
    return load(yaml, Map.of(), Map.of());
  }

  private static Configuration.Loaded load(
      String yaml, Map<String, Object> flags, Map<String, String> environment)
      throws InvalidSetting {
    return new Configuration(
            false,
            new Configuration.Source(Optional.empty(), Optional.of(yaml), true),
            new Configuration.Overrides(flags, List.of()),
            environment)
        .load();
  }

  private static List<String> problems(String yaml) {
    return assertThrows(InvalidSetting.class, () -> load(yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void aTypicalFileIsTakenAsItIs() throws InvalidSetting {
    Configuration.Loaded loaded = load(TYPICAL);
    Settings settings = loaded.settings();
    assertEquals(List.of("127.0.0.1"), settings.bindAddresses());
    assertEquals(6789, settings.prometheusPort());
    assertEquals(50_000, settings.media().udpPorts().getFirst());
    assertEquals(60, settings.actors().emptyTimeout().toSeconds());
    assertEquals(1000, settings.actors().maxMetadataSize());
    assertEquals(List.of(Codec.OPUS, Codec.VP8), settings.actors().codecs());
    assertTrue(settings.keys().secret("APIone").isPresent());
    assertEquals(
        List.of(
            "redis.*", "rtc.congestion_control.*", "rtc.tcp_port", "rtc.use_external_ip", "turn.*"),
        loaded.notes().stream().map(note -> note.substring(0, note.indexOf(": "))).toList());
    assertTrue(loaded.notes().stream().noneMatch(note -> note.contains("hush")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1 | prot: there is no such setting; did you mean port? (--config-body: line 1",
        "rtc: {udp_prot: 1} | rtc.udp_prot: there is no such setting; did you mean rtc.udp_port?",
        "redsi: {address: a} | redsi: there is no such setting; did you mean redis?",
        "rtc: {tcp_prot: 1} | rtc.tcp_prot: there is no such setting; did you mean rtc.tcp_port?",
        "rtc: 5 | rtc: must be a group of settings, not a single value (--config-body: line 1",
        "port: {a: 1} | port: must be a single value, not a group of settings (--config-body",
        "port: abc | port: must be a whole number from 0 to 65535, not \"abc\""
            + " (--config-body: line 1, column 7)",
        "keys: [a] | keys: must be an object",
        "rtc.udp_port: 5 | \"rtc.udp_port\": there is no such setting",
        "port: 1;port: 2 | --config-body: line 2, column 1: \"port\" stands here twice",
      })
  void mistakesAreRefused(String yaml, String expected) {
    List<String> problems = problems(yaml.replace(';', '\n'));
    assertTrue(
        problems.stream().anyMatch(problem -> problem.startsWith(expected)), problems.toString());
  }

  @Test
  void everyProblemIsToldAtOnce() {
    List<String> problems =
        problems(
            """
            port: 99999
            rtc:
              udp_prot: 1
              udp_port: high
            room:
              empty_timeout: soon
            logging: 3
            """);
    assertTrue(problems.size() >= 5, problems.toString());
    for (String key :
        List.of("port", "rtc.udp_prot", "rtc.udp_port", "room.empty_timeout", "keys")) {
      assertEquals(
          1, problems.stream().filter(problem -> problem.startsWith(key + ":")).count(), key);
    }
  }

  @Test
  void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws InvalidSetting {
    Map<String, String> environment =
        Map.of("LIVEKIT_PORT", "2", "LIVEKIT_REGION", "eu", "LIVEKIT_ROOM_EMPTY_TIMEOUT", "7");
    Settings settings = load(TYPICAL, Map.of("port", 3), environment).settings();
    assertEquals(3, settings.port());
    assertEquals("eu", settings.actors().region());
    assertEquals(7, settings.actors().emptyTimeout().toSeconds());
  }

  @Test
  void anUnknownNameIsOnlyToldWhenStrictnessIsOff() throws InvalidSetting {
    Configuration.Loaded loaded =
        new Configuration(
                true,
                new Configuration.Source(Optional.empty(), Optional.of("prot: 1"), false),
                new Configuration.Overrides(Map.of(), List.of()),
                Map.of())
            .load();
    assertTrue(loaded.notes().getFirst().startsWith("prot: there is no such setting"));
  }

  @Test
  void aKeyFileGoesBeforeKeys() throws IOException, InvalidSetting {
    Path file = Files.writeString(folder.resolve("keys.yaml"), "filed: secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Settings settings = load(TYPICAL, Map.of("key_file", file.toString()), Map.of()).settings();
    assertEquals(Map.of("filed", "secret"), settings.keys().secrets());
    assertTrue(problems("key_file: /nowhere").getFirst().contains("/nowhere does not exist"));
  }
}
