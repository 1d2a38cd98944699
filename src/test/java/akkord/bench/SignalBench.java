package akkord.bench;

import akkord.app.client.SignalClient;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A large room without media: {@code SignalBench PARTICIPANTS}. Everyone joins over a WebSocket and
 * waits until it knows of everyone else.
 */
final class SignalBench {
  private static final int JOINERS = 16;
  private static final int PATIENCE_SECONDS = 60;
  private static final int QUIET_SECONDS = 5;

  private final HttpClient http;
  private final String url;
  private final int participants;
  private final AtomicInteger sentAway = new AtomicInteger();

  private SignalBench(HttpClient http, String url, int participants) {
    this.http = http;
    this.url = url;
    this.participants = participants;
  }

  public static void main(String[] args) throws Exception {
    try (BenchServer server = BenchServer.start();
        HttpClient http = HttpClient.newHttpClient()) {
      // Code is compiled and pools are filled before anything counts.
      new SignalBench(http, server.url(), 100).form("warm-up").forEach(Guest::close);
      Thread.sleep(1000L * QUIET_SECONDS);
      long heap = server.liveHeap();
      long resident = ProcessUsage.residentKilobytes(server.pid());
      SignalBench bench = new SignalBench(http, server.url(), Integer.parseInt(args[0]));
      double cpu = ProcessUsage.cpuMicros(server.pid());
      List<Guest> guests = bench.form("large");
      double cpuUsed = ProcessUsage.cpuMicros(server.pid()) - cpu;
      Thread.sleep(1000L * QUIET_SECONDS);
      int people = guests.size();
      System.out.printf("  server CPU: %.1f ms a participant%n", cpuUsed / 1000 / people);
      System.out.printf(
          "  memory: %d kB of heap after GC and %d kB resident a participant%n",
          (server.liveHeap() - heap) / people / 1000,
          (ProcessUsage.residentKilobytes(server.pid()) - resident) / people);
      System.out.printf(
          "  sent away by the server: %d, never greeted: %d%n",
          bench.sentAway.get(), guests.stream().filter(guest -> guest.sees(0)).count());
      guests.forEach(Guest::close);
    }
    System.exit(0);
  }

  /** Lets everyone join and see everyone. */
  private List<Guest> form(String room) throws Exception {
    List<Guest> guests = new ArrayList<>();
    List<Future<?>> joins = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService joiners = Executors.newFixedThreadPool(JOINERS)) {
      for (int i = 0; i < participants; i++) {
        Guest guest = new Guest(room, i);
        guests.add(guest);
        joins.add(
            joiners.submit(
                () -> {
                  guest.join();
                  return null;
                }));
      }
    }
    for (Future<?> join : joins) {
      join.get();
    }
    System.out.printf("%s room of %d%n", room, participants);
    System.out.printf(
        "  joins: %.0f a second%n", participants / seconds(System.nanoTime() - start));
    joinAgain(guests);
    long joined = System.nanoTime();
    boolean complete = await(guests);
    System.out.printf(
        "  everybody sees everybody: %s after the last join%n",
        complete ? "%.1f s".formatted(seconds(System.nanoTime() - joined)) : "not within a minute");
    return guests;
  }

  /** The JDK's WebSocket at times loses what comes with the answer that opens it. */
  private void joinAgain(List<Guest> guests) throws Exception {
    Thread.sleep(1000L);
    List<Guest> lost = guests.stream().filter(guest -> guest.sees(0)).toList();
    for (Guest guest : lost) {
      guest.close();
      guest.join();
    }
    if (!lost.isEmpty()) {
      System.out.printf(
          "  joined twice, for their client lost its first message: %d%n", lost.size());
    }
  }

  private boolean await(List<Guest> guests) throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (guests.stream().allMatch(guest -> guest.sees(participants))) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** One participant, which remembers no more than whom it knows. */
  private final class Guest {
    private final String room;
    private final int number;
    private final BitSet known = new BitSet();
    private volatile int count;
    private volatile SignalClient signal;

    Guest(String room, int number) {
      this.room = room;
      this.number = number;
    }

    void join() throws IOException {
      JoinRequest request =
          JoinRequest.newBuilder()
              .setClientInfo(
                  ClientInfo.newBuilder()
                      .setSdk(ClientInfo.SDK.JS)
                      .setVersion("2.23.0")
                      .setProtocol(17))
              .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(true))
              .build();
      String token = LoadTracks.token(BenchServer.KEY, BenchServer.SECRET, room, "p" + number);
      signal = SignalClient.join(http, url, token, request, this::onSignal);
    }

    /** Called for one message at a time. */
    private void onSignal(SignalResponse response) {
      switch (response.getMessageCase()) {
        case JOIN -> {
          meet(response.getJoin().getParticipant());
          response.getJoin().getOtherParticipantsList().forEach(this::meet);
        }
        case UPDATE -> response.getUpdate().getParticipantsList().forEach(this::meet);
        case LEAVE -> sentAway.incrementAndGet();
        default -> {}
      }
      count = known.cardinality();
    }

    private void meet(ParticipantInfo info) {
      known.set(
          Integer.parseInt(info.getIdentity().substring(1)),
          info.getState() != ParticipantInfo.State.DISCONNECTED);
    }

    boolean sees(int people) {
      return count == people;
    }

    void close() {
      signal.close();
    }
  }
}
