package akkord.bench;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The room service on loopback, one call after the other: {@code ApiBench [ROOMS [CALLS]]}. */
final class ApiBench {
  private final HttpClient http;
  private final String url;
  private final int rooms;

  private ApiBench(HttpClient http, String url, int rooms) {
    this.http = http;
    this.url = url;
    this.rooms = rooms;
  }

  public static void main(String[] args) throws Exception {
    int rooms = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    int calls = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    try (BenchServer server = BenchServer.start();
        HttpClient http = HttpClient.newHttpClient()) {
      ApiBench bench = new ApiBench(http, server.url().replace("ws:", "http:"), rooms);
      for (int i = 0; i < rooms; i++) {
        bench.call("CreateRoom", i, "{\"name\":\"room%d\",\"empty_timeout\":3600}".formatted(i));
      }
      bench.run(calls); // code is compiled before anything counts
      System.out.printf("room service with %d rooms, %d calls of each kind%n", rooms, calls);
      bench
          .run(calls)
          .forEach(
              (method, latencies) ->
                  System.out.printf(
                      "  %-20s p50 %5d us, p99 %5d us%n",
                      method, latencies.percentile(0.5), latencies.percentile(0.99)));
    }
    System.exit(0);
  }

  private Map<String, Latencies> run(int calls) throws IOException, InterruptedException {
    Map<String, Latencies> measured = new LinkedHashMap<>();
    for (int i = 0; i < calls; i++) {
      int room = i % rooms;
      String name = "room" + room;
      Map<String, String> bodies =
          Map.of(
              "CreateRoom", "{\"name\":\"%s\",\"max_participants\":%d}".formatted(name, 1 + i),
              "ListRooms", "{\"names\":[\"%s\"]}".formatted(name),
              "ListParticipants", "{\"room\":\"%s\"}".formatted(name),
              "UpdateRoomMetadata", "{\"room\":\"%s\",\"metadata\":\"%d\"}".formatted(name, i));
      for (String method :
          List.of("CreateRoom", "ListRooms", "ListParticipants", "UpdateRoomMetadata")) {
        measure(measured, method, room, bodies.get(method));
      }
      if (i % 10 == 0) {
        measure(measured, "ListRooms", room, "{}");
      }
    }
    return measured;
  }

  private void measure(Map<String, Latencies> measured, String method, int room, String body)
      throws IOException, InterruptedException {
    String label = body.equals("{}") ? method + " (all)" : method;
    measured.computeIfAbsent(label, unused -> new Latencies()).add(call(method, room, body));
  }

  private long call(String method, int room, String body) throws IOException, InterruptedException {
    VideoGrant grant = VideoGrant.service(true, true, true, "room" + room);
    String token =
        AccessToken.mint(
            BenchServer.KEY, BenchServer.SECRET, "", "", grant, Instant.now(), Duration.ofHours(1));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/twirp/livekit.RoomService/" + method))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    long took = System.nanoTime() - start;
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + body + ": " + response.body());
    }
    return took;
  }
}
