package akkord.bench;

import akkord.app.client.SignalClient;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Joins without media: {@code SignalBench PARTICIPANTS}. First into rooms of ten, as fast as the
 * server takes them, cold and then warm; then into one large room, where everyone waits until it
 * knows of everyone else.
 */
final class SignalBench {
  private static final int JOINERS = 16;
  private static final int PATIENCE_SECONDS = 60;
  private static final int QUIET_SECONDS = 5;
  private static final int ROUNDS = 5;
  private static final int JOINS_A_ROUND = 1000;
  private static final int ROOM_SIZE = 10;

  private final BenchServer server;
  private final AtomicInteger sentAway = new AtomicInteger();

  private SignalBench(BenchServer server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    try (BenchServer server = BenchServer.start()) {
      SignalBench bench = new SignalBench(server);
      System.out.printf("rooms of %d, %d at once%n", ROOM_SIZE, JOINERS);
      for (int round = 0; round < ROUNDS; round++) {
        bench.fill(round);
      }
      bench.large(Integer.parseInt(args[0]));
    }
    System.exit(0);
  }

  /** One round of joins into small rooms, which empty again. */
  private void fill(int round) throws Exception {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < JOINS_A_ROUND; i++) {
      guests.add(new Guest("round%d-%d".formatted(round, i / ROOM_SIZE), i));
    }
    double cpu = ProcessUsage.cpuMicros(server.pid());
    double rate = join(guests);
    cpu = ProcessUsage.cpuMicros(server.pid()) - cpu;
    System.out.printf(
        "  joins %d to %d: %.0f a second, %.1f ms of server CPU each%n",
        round * JOINS_A_ROUND + 1, (round + 1) * JOINS_A_ROUND, rate, cpu / 1000 / JOINS_A_ROUND);
    leave(guests);
  }

  private void large(int participants) throws Exception {
    Thread.sleep(1000L * QUIET_SECONDS);
    long heap = server.liveHeap();
    long resident = ProcessUsage.residentKilobytes(server.pid());
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < participants; i++) {
      guests.add(new Guest("large", i));
    }
    double cpu = ProcessUsage.cpuMicros(server.pid());
    double rate = join(guests);
    long joined = System.nanoTime();
    boolean complete = await(guests);
    double took = seconds(System.nanoTime() - joined);
    cpu = ProcessUsage.cpuMicros(server.pid()) - cpu;
    System.out.printf("a room of %d%n", participants);
    System.out.printf(
        "  joins: %.0f a second, %.1f ms of server CPU each%n", rate, cpu / 1000 / participants);
    System.out.printf(
        "  everybody sees everybody: %s after the last join%n",
        complete ? "%.1f s".formatted(took) : "not within a minute");
    Thread.sleep(1000L * QUIET_SECONDS);
    System.out.printf(
        "  memory: %d kB of heap after GC and %d kB resident a participant%n",
        (server.liveHeap() - heap) / participants / 1000,
        (ProcessUsage.residentKilobytes(server.pid()) - resident) / participants);
    System.out.printf("  sent away by the server: %d%n", sentAway.get());
    leave(guests);
  }

  /** Lets everyone join; returns once each has its join response, with the joins a second. */
  private static double join(List<Guest> guests) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService joiners = Executors.newFixedThreadPool(JOINERS)) {
      List<Future<?>> joins = new ArrayList<>();
      for (Guest guest : guests) {
        joins.add(
            joiners.submit(
                () -> {
                  guest.join();
                  return null;
                }));
      }
      for (Future<?> join : joins) {
        join.get();
      }
    }
    return guests.size() / seconds(System.nanoTime() - start);
  }

  private static void leave(List<Guest> guests) throws IOException, InterruptedException {
    for (Guest guest : guests) {
      guest.close();
    }
    Thread.sleep(1000L * QUIET_SECONDS);
  }

  private static boolean await(List<Guest> guests) throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (guests.stream().allMatch(guest -> guest.sees(guests.size()))) {
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
  private final class Guest implements AutoCloseable {
    private final String room;
    private final int number;
    private final BitSet known = new BitSet();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private volatile int count;
    private volatile LeanSocket socket;

    Guest(String room, int number) {
      this.room = room;
      this.number = number;
    }

    /** Returns once the join response is there. */
    void join() throws Exception {
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
      socket = LeanSocket.open(server.port(), SignalClient.path(token, request));
      Thread.ofVirtual().start(this::listen);
      greeted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void listen() {
      try {
        while (true) {
          onSignal(SignalResponse.parseFrom(socket.read()));
        }
      } catch (IOException closed) {
        greeted.completeExceptionally(closed);
      }
    }

    private void onSignal(SignalResponse response) {
      switch (response.getMessageCase()) {
        case JOIN -> {
          meet(response.getJoin().getParticipant());
          response.getJoin().getOtherParticipantsList().forEach(this::meet);
          greeted.complete(null);
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

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
