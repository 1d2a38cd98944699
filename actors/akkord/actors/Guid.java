package akkord.actors;

import java.security.SecureRandom;

/** Ids in LiveKit's form: a prefix and 12 random base62 characters (PT-01). */
public final class Guid {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Guid() {}

  /** A new id, for example {@code PA_x7Q...} for the prefix {@code PA_}. */
  public static String of(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
