package akkord.fuzz;

import akkord.api.auth.AccessToken;
import akkord.api.auth.KeyProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token is never fatal: neither raw bytes nor signed claims of any shape. */
class AccessTokenFuzzTest {
  private static final KeyProvider KEYS = key -> Optional.of("secret");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

  @FuzzTest(maxDuration = "20s")
  void bytes(byte[] data) {
    AccessToken.verify(new String(data, StandardCharsets.ISO_8859_1), KEYS, NOW);
  }

  @FuzzTest(maxDuration = "20s")
  void signedClaims(byte[] data) throws GeneralSecurityException {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed =
        base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64.encodeToString(data);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    AccessToken.verify(signed + "." + signature, KEYS, NOW);
  }
}
