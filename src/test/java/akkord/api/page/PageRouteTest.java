package akkord.api.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import akkord.api.auth.Claims;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageRouteTest {
  private static final ApiKeys KEYS = new ApiKeys(Map.of("devkey", "secret"));

  private static PageRoute route;

  @BeforeAll
  static void load() {
    assumeTrue(
        PageRoute.class.getResource("livekit-client.umd.js") != null,
        "the client library is not there: bin/akkord and bin/test fetch it");
    route = new PageRoute(KEYS, Clock.systemUTC());
  }

  private static HttpRequest get(String path) {
    return HttpRequest.GET("http://localhost:7880" + path);
  }

  private static HttpResponse answer(HttpRequest request) {
    return route.handle(request).toCompletableFuture().join();
  }

  private static String body(HttpResponse response) {
    return ((HttpEntity.Strict) response.entity()).getData().utf8String();
  }

  @Test
  void browsersGetThePageAndToolsDoNot() {
    HttpRequest browser =
        get("/").addHeader(RawHeader.create("Accept", "text/html,application/xhtml+xml;q=0.9"));
    assertTrue(PageRoute.matches(browser));
    assertTrue(body(answer(browser)).contains("<title>Akkord</title>"));
    assertFalse(PageRoute.matches(get("/")));
    assertFalse(PageRoute.matches(get("/").addHeader(RawHeader.create("Accept", "*/*"))));
    assertFalse(PageRoute.matches(get("/rtc")));
  }

  @Test
  void filesOfThePageAndNothingElse() {
    for (String path : new String[] {"page.css", "page.js", "livekit-client.umd.js"}) {
      assertEquals(200, answer(get("/page/" + path)).status().intValue(), path);
    }
    for (String path : new String[] {"PageRoute.class", "../../application.conf", "", "index"}) {
      assertEquals(404, answer(get("/page/" + path)).status().intValue(), path);
    }
  }

  @Test
  void thePageContactsNoOtherHost() {
    for (String path : new String[] {"/", "/page/page.css", "/page/page.js"}) {
      String text = body(answer(get(path)));
      assertFalse(text.matches("(?s).*(src|href|url)\\W{1,3}https?://.*"), path);
    }
  }

  @Test
  void tokenForThePage() {
    String json = body(answer(get("/dev/token?room=a%20b&identity=me")));
    assertTrue(json.startsWith("{\"token\":\""), json);
    String token = json.substring(10, json.length() - 2);
    Claims claims =
        assertInstanceOf(Verification.Valid.class, AccessToken.verify(token, KEYS, Instant.now()))
            .claims();
    assertEquals("me", claims.identity());
    assertEquals(VideoGrant.join("a b"), claims.video().orElseThrow());
  }

  @Test
  void noTokenForOtherSitesOrHalfAQuestion() {
    HttpRequest request = get("/dev/token?room=a&identity=b");
    HttpRequest foreign = request.addHeader(RawHeader.create("Sec-Fetch-Site", "cross-site"));
    HttpRequest own = request.addHeader(RawHeader.create("Sec-Fetch-Site", "same-origin"));
    assertEquals(403, answer(foreign).status().intValue());
    assertEquals(200, answer(own).status().intValue());
    assertEquals(400, answer(get("/dev/token?room=a")).status().intValue());
    assertEquals(400, answer(get("/dev/token?identity=a")).status().intValue());
  }
}
