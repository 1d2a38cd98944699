package akkord.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  @TempDir private Path folder;

  private Path write(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("keys.yaml"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String problem(Path file) {
    return assertThrows(Unreadable.class, () -> KeyFile.read(file)).getMessage();
  }

  @Test
  void keysAreRead() throws IOException, Unreadable {
    Path file =
        write("APIwLeah7g4fuLYDYAJeaKsSE: 8nTlwISkb-63DPP7OH4e.nw.J44\nb: 0123\n", "rw-r-----");
    assertEquals(
        Map.of("APIwLeah7g4fuLYDYAJeaKsSE", "8nTlwISkb-63DPP7OH4e.nw.J44", "b", "0123"),
        KeyFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-----w-", "rwx--x--x"})
  void aFileThatOthersMayOpenIsRefused(String permissions) throws IOException {
    String message = problem(write("a: hush", permissions));
    assertTrue(message.endsWith("chmod 600 " + folder.resolve("keys.yaml")), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | holds no key",
        "'# none' | holds no key",
        "'a: [hush]' | write each key on a line of its own",
        "'a: \"\"' | write each key on a line of its own",
        "'hush' | must be settings such as",
        "'a: hush;a: hush' | stands here twice",
      })
  void whatIsNoKeyFileIsRefusedWithoutShowingSecrets(String text, String expected)
      throws IOException {
    String message = problem(write(text.replace(';', '\n'), "rw-------"));
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("hush"), message);
  }

  @Test
  void missingFilesFoldersAndBinaries() throws IOException {
    assertTrue(problem(folder.resolve("none")).contains("does not exist"));
    assertTrue(problem(folder).contains("is no file"));
    Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rw-------"));
    assertTrue(problem(binary).contains("no text in UTF-8"));
  }
}
