package akkord.app.join;

import akkord.app.client.SignalClient;
import akkord.proto.ClientInfo;
import akkord.proto.JoinRequest;
import akkord.proto.LeaveRequest;
import akkord.proto.Ping;
import akkord.proto.ReconnectReason;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The signal connection of one session: pings, and resumes on another socket when its own is lost
 * while media flows on. What is sent meanwhile waits. Any thread.
 */
final class JoinSignal implements AutoCloseable {
  private static final int MAX_TRIES = 6;
  private static final long FIRST_PAUSE_MILLIS = 300;
  private static final int DEFAULT_PING_SECONDS = 5;
  private static final int DEFAULT_PING_TIMEOUT_SECONDS = 15;
  private static final long MILLIS = 1_000_000;

  private final HttpClient http;
  private final Timer timer;
  private final Events events;
  private final Consumer<SignalResponse> responses;
  private final Consumer<End> ended;
  private String url = "";
  private String token = "";
  private String session = "";
  private CompletableFuture<SignalClient> client = new CompletableFuture<>();
  private CompletableFuture<?> sending = client;
  private int connection;
  private boolean over;
  private volatile long heardAt = System.nanoTime();
  private long silenceNanos;

  /** Runs things later. */
  interface Timer {
    void later(long millis, Runnable task);
  }

  /**
   * One that is not open.
   *
   * @param responses gets each message, one at a time
   * @param ended told when it does not come back
   */
  JoinSignal(
      HttpClient http,
      Timer timer,
      Events events,
      Consumer<SignalResponse> responses,
      Consumer<End> ended) {
    this.http = http;
    this.timer = timer;
    this.events = events;
    this.responses = responses;
    this.ended = ended;
  }

  /**
   * Joins.
   *
   * @throws IOException if the server refuses or does not answer
   */
  void join(String url, String token, JoinRequest.Builder request) throws IOException {
    synchronized (this) {
      this.url = url;
      this.token = token;
    }
    connect(request);
  }

  private void connect(JoinRequest.Builder request) throws IOException {
    int number;
    String access;
    CompletableFuture<SignalClient> opening;
    synchronized (this) {
      number = connection;
      access = token;
      opening = client;
    }
    request.setClientInfo(
        ClientInfo.newBuilder()
            .setSdk(ClientInfo.SDK.GO)
            .setVersion("2.0.0")
            .setProtocol(17)
            .setOs(System.getProperty("os.name")));
    heardAt = System.nanoTime();
    SignalClient open =
        SignalClient.join(
            http, url, access, request.build(), this::onResponse, why -> lost(number, why));
    opening.complete(open);
    if (isOver()) {
      open.close();
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void onResponse(SignalResponse response) {
    heardAt = System.nanoTime();
    switch (response.getMessageCase()) {
      case REFRESH_TOKEN -> renew(response.getRefreshToken());
      case ROOM_MOVED -> renew(response.getRoomMoved().getToken());
      case LEAVE -> stop();
      default -> {
        // For the session.
      }
    }
    responses.accept(response);
  }

  private synchronized void renew(String newer) {
    token = newer;
  }

  /** The newest token that the server gave. */
  synchronized String token() {
    return token;
  }

  /**
   * The server let us in.
   *
   * @param sid of the participant, for a resume
   * @param pingSeconds between pings, 0 for the usual
   * @param timeoutSeconds of silence after which the connection counts as lost, 0 for the usual
   */
  void joined(String sid, int pingSeconds, int timeoutSeconds) {
    int timeout = timeoutSeconds == 0 ? DEFAULT_PING_TIMEOUT_SECONDS : timeoutSeconds;
    synchronized (this) {
      session = sid;
      silenceNanos = timeout * 1_000L * MILLIS;
    }
    ping(1_000L * (pingSeconds == 0 ? DEFAULT_PING_SECONDS : pingSeconds));
  }

  private void ping(long everyMillis) {
    timer.later(
        everyMillis,
        () -> {
          send(
              SignalRequest.newBuilder()
                  .setPingReq(Ping.newBuilder().setTimestamp(System.currentTimeMillis())));
          giveUpSilence();
          ping(everyMillis);
        });
  }

  private void giveUpSilence() {
    int number;
    SignalClient silent;
    synchronized (this) {
      boolean isSilent = System.nanoTime() - heardAt > silenceNanos;
      if (!isSilent || !client.isDone()) {
        return;
      }
      number = connection;
      silent = client.join();
    }
    silent.abort();
    lost(number, "the server is silent");
  }

  /** Sends a message, now or once the connection is back. */
  synchronized void send(SignalRequest.Builder request) {
    SignalRequest message = request.build();
    CompletableFuture<SignalClient> to = client;
    sending = sending.thenCompose(before -> to.thenCompose(open -> open.send(message)));
  }

  private synchronized void lost(int number, String why) {
    if (number != connection || over) {
      return;
    }
    connection++;
    if (session.isEmpty()) {
      ended.accept(End.lost("the signal connection ended: " + why));
      return;
    }
    client = new CompletableFuture<>();
    sending = client;
    events.tell("signal_lost", "", "", "the signal connection is lost: " + why);
    timer.later(FIRST_PAUSE_MILLIS, () -> resume(1));
  }

  private void resume(int tries) {
    String sid;
    synchronized (this) {
      sid = session;
    }
    try {
      connect(
          JoinRequest.newBuilder()
              .setReconnect(true)
              .setReconnectReason(ReconnectReason.RR_SIGNAL_DISCONNECTED)
              .setParticipantSid(sid));
    } catch (IOException e) {
      if (tries == MAX_TRIES) {
        ended.accept(End.lost("the signal connection did not come back: " + e.getMessage()));
      } else {
        timer.later(FIRST_PAUSE_MILLIS << tries, () -> resume(tries + 1));
      }
    }
  }

  /** What the socket says of its end is no news from now on. */
  private synchronized void stop() {
    over = true;
  }

  /** Says goodbye, if there is somebody to hear it. */
  synchronized void leave() {
    stop();
    if (client.isDone()) {
      send(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    }
  }

  @Override
  public synchronized void close() {
    stop();
    if (client.isDone()) {
      client.join().close();
    }
  }
}
