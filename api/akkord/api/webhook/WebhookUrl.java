package akkord.api.webhook;

import akka.http.javadsl.model.Uri;
import akka.http.scaladsl.model.IllegalUriException;
import java.util.Locale;

/**
 * Where a receiver listens.
 *
 * @param uri {@code http} or {@code https}, with a host
 */
public record WebhookUrl(Uri uri) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static WebhookUrl parse(String text) {
    Uri uri;
    try {
      uri = Uri.create(text);
    } catch (IllegalUriException notOne) {
      throw new IllegalArgumentException("\"" + text + "\" is not a URL", notOne);
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no URL of HTTP: write it as https://host/path");
    }
    if (uri.getHost().address().isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" names no host");
    }
    if (!uri.getUserInfo().isEmpty()) {
      throw new IllegalArgumentException(
          "a user name in a URL cannot be sent: the Authorization header carries the signature");
    }
    return new WebhookUrl(uri);
  }

  /** For log and metrics: without query, which may hold what nobody else should read. */
  String label() {
    return uri.toString().replaceFirst("[?#].*", "");
  }

  /** The same as {@link #label}. */
  @Override
  public String toString() {
    return label();
  }
}
