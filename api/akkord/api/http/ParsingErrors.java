package akkord.api.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers requests that Akka HTTP does not parse: one line that says why. Named by {@code
 * akka.http.server.parsing.error-handler}.
 */
public final class ParsingErrors extends ParsingErrorHandler {
  private static final int TOO_MANY_HEADERS = 431;

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    // RFC 6585 5: Akka HTTP says so of large headers, but not of many.
    boolean many = error.summary().contains("more than the configured limit");
    return Responses.text(many ? TOO_MANY_HEADERS : status.intValue(), error.summary());
  }
}
