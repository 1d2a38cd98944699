package akkord.app.cli;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A client of LiveKit's room service: Twirp with protobuf bodies (row H-07). */
final class RoomApi {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(10);
  private static final String SERVICE = "/twirp/livekit.RoomService/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI base;
  private final String apiKey;
  private final String secret;

  /**
   * Talks to one server.
   *
   * @param base {@code http://} or {@code https://}
   */
  RoomApi(URI base, String apiKey, String secret) {
    this.base = base;
    this.apiKey = apiKey;
    this.secret = secret;
  }

  /**
   * Calls a method and waits for its answer.
   *
   * @param answer an instance of what the method answers with
   * @throws ApiFailure if the server refuses or does not answer within 20 s
   */
  @SuppressWarnings("unchecked") // a parser makes messages of its own type
  <T extends Message> T call(String method, Message request, T answer, VideoGrant grant)
      throws ApiFailure {
    HttpRequest post =
        request(SERVICE + method, grant)
            .header("Content-Type", "application/protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
            .build();
    try {
      return (T) answer.getParserForType().parseFrom(send(post));
    } catch (InvalidProtocolBufferException e) {
      throw new ApiFailure(ApiFailure.Kind.REFUSED, base + " answered with something else");
    }
  }

  /** Fetches a JSON document. */
  JsonNode get(String path, VideoGrant grant) throws ApiFailure {
    byte[] body = send(request(path, grant).GET().build());
    try {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new ApiFailure(ApiFailure.Kind.REFUSED, base + " answered with something else");
    }
  }

  private HttpRequest.Builder request(String path, VideoGrant grant) {
    String token = AccessToken.mint(apiKey, secret, "", "", grant, Instant.now(), TOKEN_VALIDITY);
    return HttpRequest.newBuilder(base.resolve(base.getPath().replaceAll("/+$", "") + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) throws ApiFailure {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new ApiFailure(ApiFailure.Kind.REFUSED, explain(response));
      }
      return response.body();
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new ApiFailure(
          ApiFailure.Kind.UNREACHABLE,
          "no answer from %s (%s): is the server running there? --url or LIVEKIT_URL says where"
              .formatted(base, why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiFailure(ApiFailure.Kind.UNREACHABLE, "interrupted");
    }
  }

  /** Row H-14: {@code {"code","msg"}}; other answers are shown as they are. */
  private String explain(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8).strip();
    try {
      JsonNode error = JSON.readTree(body);
      if (error != null && error.hasNonNull("code")) {
        return advise(
            response.statusCode(), error.path("code").asText(), error.path("msg").asText());
      }
    } catch (JsonProcessingException plainText) {
      // Shown below.
    }
    String text = body.lines().findFirst().orElse("");
    return advise(response.statusCode(), "status " + response.statusCode(), text);
  }

  private String advise(int status, String code, String text) {
    String advice =
        switch (status) {
          case 401 -> "; is --api-key with --api-secret one of the server's keys?";
          case 404 -> code.equals("status 404") ? "; is " + base + " a LiveKit server?" : "";
          default -> "";
        };
    return text + " (" + code + ")" + advice;
  }
}
