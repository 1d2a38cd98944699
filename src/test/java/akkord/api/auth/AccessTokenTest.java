package akkord.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
  private static final KeyProvider KEYS = new ApiKeys(Map.of("devkey", "secret"));
  private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  /** A token with this header and payload, honestly signed. */
  static String token(String header, String payload) {
    String signed = part(header) + "." + part(payload);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String payload(String rest) {
    return "{\"iss\":\"devkey\",\"exp\":" + (NOW.getEpochSecond() + 60) + rest + "}";
  }

  private static Claims valid(String payload) {
    Verification result = AccessToken.verify(token(HS256, payload), KEYS, NOW);
    return assertInstanceOf(Verification.Valid.class, result).claims();
  }

  private static String refusal(String token) {
    return assertInstanceOf(
            Verification.Invalid.class, AccessToken.verify(token, KEYS, NOW), "accepted")
        .text();
  }

  @Test
  void mintedTokenIsVerified() {
    String token =
        AccessToken.mint(
            "devkey", "secret", "alice", "Alice", VideoGrant.join("r"), NOW, Duration.ofHours(1));
    Claims claims =
        assertInstanceOf(Verification.Valid.class, AccessToken.verify(token, KEYS, NOW)).claims();
    assertEquals("alice", claims.identity());
    assertEquals("Alice", claims.name());
    assertEquals("devkey", claims.apiKey());
    assertEquals(VideoGrant.join("r"), claims.video().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "garbage",
        "!!!.???.###",
        "e30.e30.",
        "bnVsbA.bnVsbA.x",
        "W10.W10.x"
      })
  void unparsable(String token) {
    assertEquals("invalid authorization token", refusal(token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS512", "RS256", "hs256", ""})
  void onlyOneAlgorithm(String alg) {
    assertEquals(
        "invalid authorization token",
        refusal(token("{\"alg\":\"" + alg + "\"}", payload(",\"sub\":\"a\""))));
  }

  @Test
  void unknownKey() {
    assertEquals(
        "invalid API key", refusal(token(HS256, payload("").replace("devkey", "otherkey"))));
    assertEquals("invalid API key", refusal(token(HS256, "{\"exp\":1}")));
    KeyProvider empty = key -> java.util.Optional.of("");
    assertEquals(
        new Verification.Invalid("invalid API key"),
        AccessToken.verify(token(HS256, payload("")), empty, NOW));
  }

  @Test
  void wrongSignature() {
    String good = token(HS256, payload(",\"sub\":\"a\""));
    String other =
        AccessToken.mint(
            "devkey", "guess", "a", "", VideoGrant.join("r"), NOW, Duration.ofHours(1));
    String swapped =
        token(HS256, payload(",\"sub\":\"b\"")).substring(0, good.lastIndexOf('.'))
            + good.substring(good.lastIndexOf('.'));
    for (String token : List.of(other, swapped, good.substring(0, good.lastIndexOf('.') + 1))) {
      assertTrue(refusal(token).startsWith("invalid authorization token: "), token);
    }
  }

  @ParameterizedTest
  @CsvSource({"-61,false", "-60,true", "0,true", "1.5,true", "3600,true"})
  void expiryWithAMinuteOfLeeway(double offset, boolean accepted) {
    String exp = String.valueOf(NOW.getEpochSecond() + offset);
    String token = token(HS256, "{\"iss\":\"devkey\",\"exp\":" + exp + "}");
    assertEquals(
        accepted, AccessToken.verify(token, KEYS, NOW) instanceof Verification.Valid, token);
  }

  @ParameterizedTest
  @CsvSource({"61,false", "60,true", "-5,true"})
  void notBefore(long offset, boolean accepted) {
    String token = token(HS256, payload(",\"nbf\":" + (NOW.getEpochSecond() + offset)));
    assertEquals(accepted, AccessToken.verify(token, KEYS, NOW) instanceof Verification.Valid);
  }

  @Test
  void expiryIsMandatory() {
    assertTrue(
        refusal(token(HS256, "{\"iss\":\"devkey\"}")).startsWith("invalid authorization token: "));
    assertTrue(
        refusal(token(HS256, "{\"iss\":\"devkey\",\"exp\":\"9999999999\"}")).contains("exp"));
  }

  @Test
  void identityIsSubjectElseTokenId() {
    assertEquals("s", valid(payload(",\"sub\":\"s\",\"jti\":\"j\"")).identity());
    assertEquals("j", valid(payload(",\"jti\":\"j\"")).identity());
    assertEquals("", valid(payload("")).identity());
  }

  @Test
  void grantDefaults() {
    assertTrue(valid(payload("")).video().isEmpty());
    VideoGrant plain = valid(payload(",\"video\":{}")).video().orElseThrow();
    assertTrue(plain.canPublish() && plain.canSubscribe() && plain.canPublishData());
    assertFalse(
        plain.roomJoin()
            || plain.canUpdateOwnMetadata()
            || plain.canSubscribeMetrics()
            || plain.canManageAgentSession());
    assertEquals(List.of(), plain.canPublishSources());
    VideoGrant mute = valid(payload(",\"video\":{\"canPublish\":false}")).video().orElseThrow();
    assertFalse(mute.canPublish() || mute.canPublishData());
    VideoGrant dataOnly =
        valid(payload(",\"video\":{\"canPublish\":false,\"canPublishData\":true}"))
            .video()
            .orElseThrow();
    assertTrue(dataOnly.canPublishData());
  }

  @Test
  void everyClaim() {
    Claims claims =
        valid(
            payload(
                ",\"sub\":\"a\",\"name\":\"A\",\"kind\":\"agent\",\"kindDetails\":[\"x\"],"
                    + "\"metadata\":\"m\",\"attributes\":{\"k\":\"v\"},\"sha256\":\"h\","
                    + "\"sip\":{\"admin\":true,\"call\":true},\"agent\":{\"admin\":true},"
                    + "\"inference\":{\"perform\":true},\"observability\":{\"write\":true},"
                    + "\"roomConfig\":{\"name\":\"c\"},\"roomPreset\":\"p\",\"unknown\":[1],"
                    + "\"video\":{\"roomJoin\":true,\"room\":\"r\",\"hidden\":true,"
                    + "\"canPublishSources\":[\"camera\"],\"destinationRoom\":\"d\"}"));
    VideoGrant video = claims.video().orElseThrow();
    assertEquals(Map.of("k", "v"), claims.attributes());
    assertEquals(List.of("x"), claims.kindDetails());
    assertEquals("{\"name\":\"c\"}", claims.roomConfig());
    assertEquals("agent|p|h", claims.kind() + "|" + claims.roomPreset() + "|" + claims.sha256());
    assertTrue(
        claims.sipAdmin()
            && claims.sipCall()
            && claims.agentAdmin()
            && claims.inferencePerform()
            && claims.observabilityWrite());
    assertEquals(List.of("camera"), video.canPublishSources());
    assertEquals("r d", video.room() + " " + video.destinationRoom());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":1",
        "\"attributes\":[]",
        "\"attributes\":{\"a\":1}",
        "\"video\":true",
        "\"video\":{\"roomJoin\":\"yes\"}",
        "\"video\":{\"canPublishSources\":\"camera\"}",
        "\"roomConfig\":\"x\"",
        "\"nbf\":\"soon\""
      })
  void wrongTypesRefuseTheToken(String claim) {
    assertTrue(
        refusal(token(HS256, payload("," + claim))).startsWith("invalid authorization token: "));
  }

  @Test
  void largeTokens() {
    String metadata = "m".repeat(75_000);
    assertEquals(metadata, valid(payload(",\"metadata\":\"" + metadata + "\"")).metadata());
    assertEquals("invalid authorization token", refusal("a.b." + "c".repeat(256 * 1024)));
  }

  @Test
  void deepNestingIsRefusedNotFatal() {
    assertEquals(
        "invalid authorization token",
        refusal(token(HS256, payload(",\"x\":" + "[".repeat(5000) + "]".repeat(5000)))));
  }

  @Test
  void secretsAreNotPrinted() {
    assertFalse(new ApiKeys(Map.of("devkey", "hush-hush")).toString().contains("hush"));
  }

  @Test
  void knowsWhenATokenWasIssued() {
    long now = NOW.getEpochSecond();
    assertEquals(7, valid(payload(",\"iat\":7,\"nbf\":9")).issuedAt());
    assertEquals(9, valid(payload(",\"nbf\":9")).issuedAt());
    // SDKs that say neither let a token live for six hours.
    assertEquals(now + 60 - 6 * 3600, valid(payload("")).issuedAt());
  }
}
