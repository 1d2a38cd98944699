package akkord.app.config;

import com.typesafe.config.ConfigOrigin;

/**
 * Something in a configuration that cannot be used or has no effect.
 *
 * @param key the setting, or the file that cannot be read
 * @param text what is wrong with it and what to write instead; never a secret
 */
public record Problem(String key, String text) {
  /** With the place where it stands. */
  static Problem at(ConfigOrigin origin, String key, String text) {
    return new Problem(key, "%s (%s)".formatted(text, origin.description()));
  }

  @Override
  public String toString() {
    return key + ": " + text;
  }
}
