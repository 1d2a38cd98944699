package akkord.api.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies and mints access tokens: HS256 JSON Web Tokens (RFC 7519, row A-03). {@code iss} names
 * the API key, {@code exp} is mandatory, clocks may differ by a minute.
 */
public final class AccessToken {
  /** Longest token that is looked at, in characters: one may carry 64 kB of metadata. */
  public static final int MAX_LENGTH = 256 * 1024;

  /** How long a token lives when nobody says otherwise. */
  public static final Duration DEFAULT_VALIDITY = Duration.ofHours(6);

  private static final long LEEWAY_SECONDS = 60;
  private static final String UNPARSABLE = "invalid authorization token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private AccessToken() {}

  /** Checks {@code token} at the time {@code now}; never throws on its content. */
  public static Verification verify(String token, KeyProvider keys, Instant now) {
    int payloadAt = token.indexOf('.') + 1;
    int signatureAt = token.indexOf('.', payloadAt) + 1;
    if (token.length() > MAX_LENGTH
        || payloadAt == 0
        || signatureAt == 0
        || token.indexOf('.', signatureAt) >= 0) {
      return new Verification.Invalid(UNPARSABLE);
    }
    Optional<JsonNode> header = decode(token.substring(0, payloadAt - 1));
    Optional<JsonNode> payload = decode(token.substring(payloadAt, signatureAt - 1));
    // RFC 8725 3.1: the algorithm is ours to choose; "none" and RS256 end here.
    if (header.isEmpty()
        || payload.isEmpty()
        || !header.get().path("alg").asText().equals("HS256")) {
      return new Verification.Invalid(UNPARSABLE);
    }
    Optional<String> secret =
        keys.secret(payload.get().path("iss").asText()).filter(key -> !key.isEmpty());
    if (secret.isEmpty()) {
      return new Verification.Invalid("invalid API key");
    }
    byte[] expected = sign(token.substring(0, signatureAt - 1), secret.get());
    if (!MessageDigest.isEqual(expected, bytes(token.substring(signatureAt)))) {
      return invalid("signature does not match");
    }
    return checkClaims(payload.get(), now);
  }

  /**
   * Makes a token.
   *
   * @param identity who its bearer is
   * @param name display name; may be empty
   */
  public static String mint(
      String apiKey,
      String secret,
      String identity,
      String name,
      VideoGrant video,
      Instant now,
      Duration validFor) {
    ObjectNode payload = JSON.createObjectNode();
    if (!name.isEmpty()) {
      payload.put("name", name);
    }
    payload.set("video", ClaimsWriter.write(video));
    return mint(apiKey, secret, payload, identity, now, validFor);
  }

  /**
   * Makes a token that says what another one says, for a bearer whose name or rights may have
   * changed.
   *
   * @param claims all that it says, except when it ends
   */
  public static String mint(Claims claims, String secret, Instant now, Duration validFor) {
    return mint(
        claims.apiKey(), secret, ClaimsWriter.write(claims), claims.identity(), now, validFor);
  }

  private static String mint(
      String apiKey,
      String secret,
      ObjectNode payload,
      String identity,
      Instant now,
      Duration validFor) {
    payload.put("iss", apiKey);
    payload.put("sub", identity);
    payload.put("nbf", now.getEpochSecond());
    payload.put("exp", now.plus(validFor).getEpochSecond());
    return signed(payload, secret);
  }

  /**
   * Makes a token that vouches for the body it is sent with (row WH-03). It grants nothing.
   *
   * @param sha256 Base64 of the body's SHA-256
   */
  public static String vouch(
      String apiKey, String secret, String sha256, Instant now, Duration validFor) {
    ObjectNode payload = JSON.createObjectNode();
    payload.put("iss", apiKey);
    // No nbf: receivers whose clocks are slow would refuse it.
    payload.put("exp", now.plus(validFor).getEpochSecond());
    payload.put("sha256", sha256);
    return signed(payload, secret);
  }

  private static String signed(ObjectNode payload, String secret) {
    ObjectNode header = JSON.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    String signed = encode(header) + "." + encode(payload);
    return signed + "." + base64(sign(signed, secret));
  }

  private static Verification checkClaims(JsonNode payload, Instant now) {
    JsonNode expiry = payload.path("exp");
    JsonNode notBefore = payload.path("nbf");
    if (!expiry.isNumber()) {
      return invalid("it has no expiry (exp)");
    }
    if (now.getEpochSecond() > expiry.doubleValue() + LEEWAY_SECONDS) {
      return invalid("token is expired (exp)");
    }
    if (!notBefore.isMissingNode() && !notBefore.isNull()) {
      if (!notBefore.isNumber()) {
        return invalid("claim nbf must be a number");
      }
      if (now.getEpochSecond() < notBefore.doubleValue() - LEEWAY_SECONDS) {
        return invalid("token is not valid yet (nbf)");
      }
    }
    try {
      return new Verification.Valid(ClaimsReader.read(payload));
    } catch (ClaimsReader.WrongType wrong) {
      return invalid(wrong.getMessage());
    }
  }

  private static Verification invalid(String why) {
    return new Verification.Invalid(UNPARSABLE + ": " + why);
  }

  private static Optional<JsonNode> decode(String part) {
    try {
      return Optional.ofNullable(JSON.readTree(bytes(part))).filter(JsonNode::isObject);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** The bytes behind a base64url part; none for text that is not base64url. */
  private static byte[] bytes(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static byte[] sign(String text, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no HmacSHA256", missing);
    }
  }

  private static String encode(ObjectNode json) {
    try {
      return base64(JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
