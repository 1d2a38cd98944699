package akkord.api.room;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * A call failed, in Twirp's words (row H-14). It travels as the failure of a future and has no
 * stack trace.
 */
public final class TwirpError extends RuntimeException {
  /** What went wrong, with the HTTP status that Twirp gives it. */
  public enum Code {
    INVALID_ARGUMENT(400),
    MALFORMED(400),
    CANCELED(408),
    DEADLINE_EXCEEDED(408),
    NOT_FOUND(404),
    BAD_ROUTE(404),
    UNAUTHENTICATED(401),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(412),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNKNOWN(500),
    UNAVAILABLE(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    /** Its name on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Code code;
  private final transient Map<String, String> meta;

  /** A failure and a line that says what to do about it. */
  public TwirpError(Code code, String message) {
    this(code, message, Map.of());
  }

  private TwirpError(Code code, String message, Map<String, String> meta) {
    super(message, null, false, false);
    this.code = code;
    this.meta = meta;
  }

  /** One field of the request cannot be accepted. */
  public static TwirpError invalid(String argument, String message) {
    return new TwirpError(Code.INVALID_ARGUMENT, message, Map.of("argument", argument));
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  /** The reply: JSON, whatever the request was. SDKs look for exactly this content type. */
  HttpResponse response() {
    ObjectNode body = JSON.createObjectNode().put("code", code.word()).put("msg", getMessage());
    if (!meta.isEmpty()) {
      ObjectNode details = body.putObject("meta");
      meta.forEach(details::put);
    }
    return HttpResponse.create()
        .withStatus(StatusCodes.get(code.status))
        .withEntity(ContentTypes.APPLICATION_JSON, body.toString());
  }
}
