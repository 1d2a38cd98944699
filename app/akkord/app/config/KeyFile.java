package akkord.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A YAML file of API keys, {@code key: secret} a line, that others may not open (row CF-04). */
public final class KeyFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);
  private static final String FORM = "write each key on a line of its own: \"key: its secret\"";

  private KeyFile() {}

  /**
   * The keys and their secrets, at least one.
   *
   * @throws Unreadable if the file is missing, open to others, empty or no key file; shows no
   *     secret
   */
  public static Map<String, String> read(Path file) throws Unreadable {
    checkAccess(file);
    Config keys = parse(file);
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : keys.root().entrySet()) {
      ConfigValueType type = entry.getValue().valueType();
      String secret = String.valueOf(entry.getValue().unwrapped());
      if (type == ConfigValueType.OBJECT || type == ConfigValueType.LIST || secret.isEmpty()) {
        throw new Unreadable(Problem.at(entry.getValue().origin(), "key_file", FORM));
      }
      secrets.put(entry.getKey(), secret);
    }
    if (secrets.isEmpty()) {
      throw wrong(file, "holds no key: bin/akkord generate-keys makes one; " + FORM);
    }
    return secrets;
  }

  private static void checkAccess(Path file) throws Unreadable {
    if (!Files.exists(file)) {
      throw wrong(file, "does not exist: bin/akkord generate-keys makes a key; " + FORM);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw wrong(file, "is no file that this user can read");
    }
    try {
      Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
      open.retainAll(OTHERS);
      if (!open.isEmpty()) {
        throw wrong(file, "is open to other users of this machine: chmod 600 " + file);
      }
    } catch (UnsupportedOperationException | IOException noPermissions) {
      return; // A file system without owners, as on Windows: nothing can be said.
    }
  }

  private static Config parse(Path file) throws Unreadable {
    try {
      return StrictYaml.parse(Files.readString(file), file.toString());
    } catch (MalformedInputException binary) {
      throw wrong(file, "is no text in UTF-8");
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + e.getMessage());
    }
  }

  private static Unreadable wrong(Path file, String what) {
    return new Unreadable(new Problem("key_file", file + " " + what));
  }
}
