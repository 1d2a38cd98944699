package akkord.api.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akkord.api.auth.AccessToken;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.Verification;
import java.time.Instant;

/** Who sends a request: its token and its address. */
public final class Caller {
  private static final String BEARER = "Bearer ";

  private Caller() {}

  /**
   * Verifies the token in the {@code Authorization} header or, without one, in the query (rows
   *
   */
  public static Verification authenticate(
      HttpRequest request, QueryString query, KeyProvider keys, Instant now) {
    String header = request.getHeader("Authorization").map(HttpHeader::value).orElse("");
    if (!header.isEmpty() && !header.startsWith(BEARER)) {
      return new Verification.Invalid("invalid authorization header. Must start with " + BEARER);
    }
    String token = header.isEmpty() ? query.get("access_token") : header.substring(BEARER.length());
    return token.isEmpty() ? new Verification.None() : AccessToken.verify(token, keys, now);
  }

  /**
   * The client's address as proxies report it, else the socket's; for logs and statistics only,
   * since anybody can send these headers. Empty when unknown.
   */
  public static String address(HttpRequest request) {
    for (String name : new String[] {"CF-Connecting-IP", "X-Forwarded-For", "X-Real-IP"}) {
      String value = request.getHeader(name).map(HttpHeader::value).orElse("");
      int comma = value.indexOf(',');
      String first = (comma < 0 ? value : value.substring(0, comma)).strip();
      if (!first.isEmpty() && first.length() <= 64) {
        return first;
      }
    }
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(remote -> remote.getAddress())
        .map(address -> address.getHostAddress())
        .orElse("");
  }
}
