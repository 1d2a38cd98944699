package akkord.api.webhook;

import akka.util.ByteString;
import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Signs bodies (row WH-03).
 *
 * @param apiKey one of {@code keys}
 */
record Signer(String apiKey, ApiKeys keys, InstantSource clock) {
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  /** A token for this body; each attempt needs a fresh one. */
  String sign(ByteString body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.toArrayUnsafe());
      String sha256 = Base64.getEncoder().encodeToString(hash);
      String secret = keys.secret(apiKey).orElseThrow();
      return AccessToken.vouch(apiKey, secret, sha256, clock.instant(), VALIDITY);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }
}
