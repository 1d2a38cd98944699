package akkord.app;

import java.security.SecureRandom;
import java.util.Base64;
import picocli.CommandLine.Command;

/** Prints a fresh API key with its secret. */
@Command(
    name = "generate-keys",
    description = "Prints a new API key and its secret.",
    mixinStandardHelpOptions = true)
final class GenerateKeysCommand implements Runnable {
  private static final int KEY_LENGTH = 12;
  private static final int SECRET_BYTES = 32;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  @Override
  public void run() {
    SecureRandom random = new SecureRandom();
    StringBuilder key = new StringBuilder("API");
    for (int i = 0; i < KEY_LENGTH; i++) {
      key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    System.out.println("API key:    " + key);
    System.out.println(
        "API secret: " + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }
}
