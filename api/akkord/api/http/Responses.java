package akkord.api.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;

/** Plain answers. */
public final class Responses {
  private Responses() {}

  /** A status with a line of plain text. */
  public static HttpResponse text(int status, String text) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
  }

  /** A status without a body. */
  public static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status));
  }
}
