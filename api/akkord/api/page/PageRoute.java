package akkord.api.page;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import akkord.api.auth.VideoGrant;
import akkord.api.http.HttpHandler;
import akkord.api.http.QueryString;
import akkord.api.http.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /} for browsers, {@code /page/*}, and {@code /dev/token?room=&identity=}. */
public final class PageRoute implements HttpHandler {
  private static final String TOKEN_PATH = "/dev/token";
  private static final ContentType SCRIPT =
      MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
  private static final ContentType STYLE = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);

  private record Asset(ContentType type, ByteString bytes) {}

  private final ApiKeys keys;
  private final Clock clock;
  private final Map<String, Asset> assets =
      Map.of(
          "/", asset(ContentTypes.TEXT_HTML_UTF8, "index.html"),
          "/page/page.css", asset(STYLE, "page.css"),
          "/page/page.js", asset(SCRIPT, "page.js"),
          "/page/livekit-client.umd.js", asset(SCRIPT, "livekit-client.umd.js"));

  /** Mints tokens with one of {@code keys}. */
  public PageRoute(ApiKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  private static Asset asset(ContentType type, String name) {
    try (InputStream file = PageRoute.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not on the class path: build with bin/akkord");
      }
      return new Asset(type, ByteString.fromArrayUnsafe(file.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a request is for the page: tools that do not ask for HTML get the plain root. */
  public static boolean matches(HttpRequest request) {
    String path = request.getUri().path();
    return path.startsWith("/page/")
        || path.equals(TOKEN_PATH)
        || (path.equals("/") && wantsHtml(request));
  }

  private static boolean wantsHtml(HttpRequest request) {
    String accepted = request.getHeader("Accept").map(HttpHeader::value).orElse("");
    return request.method().equals(HttpMethods.GET) && accepted.contains("text/html");
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    return CompletableFuture.completedFuture(
        path.equals(TOKEN_PATH) ? token(request) : file(assets.get(path)));
  }

  private static HttpResponse file(Asset asset) {
    return asset == null
        ? Responses.empty(404)
        : HttpResponse.create()
            .withEntity(HttpEntities.create(asset.type(), asset.bytes()))
            .addHeader(RawHeader.create("Cache-Control", "no-cache"));
  }

  private HttpResponse token(HttpRequest request) {
    // Another site's page must not fetch tokens here: browsers say where a request comes from.
    String from = request.getHeader("Sec-Fetch-Site").map(HttpHeader::value).orElse("same-origin");
    if (!from.equals("same-origin") && !from.equals("none")) {
      return Responses.text(403, "tokens are for the page of this server only");
    }
    QueryString query = QueryString.parse(request.getUri().rawQueryString().orElse(""));
    String room = query.get("room");
    String identity = query.get("identity");
    if (room.isBlank() || identity.isBlank()) {
      return Responses.text(400, "room and identity are needed");
    }
    String key = keys.secrets().keySet().iterator().next();
    String token =
        AccessToken.mint(
            key,
            keys.secrets().get(key),
            identity,
            identity,
            VideoGrant.join(room),
            clock.instant(),
            AccessToken.DEFAULT_VALIDITY);
    return HttpResponse.create()
        .withEntity(ContentTypes.APPLICATION_JSON, "{\"token\":\"" + token + "\"}");
  }
}
