package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.net.Packet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's blocking handshake behind {@link DtlsHandshake}: a virtual thread of its own waits
 * for datagrams, computes, and calls the event consumer. The worker thread offers datagrams through
 * a bounded queue. With {@link DtlsEvent.Completed} the thread ends, and everything it owned is the
 * worker's.
 */
public final class BouncyCastleHandshake implements DtlsHandshake {
  /** Datagrams that wait for the handshake's thread; a flight has one to ten. */
  static final int QUEUE_CAPACITY = 32;

  private static final byte[] CANCEL = new byte[0];

  static {
    // Whether its RSA modulus is composite is a peer's own affair: nobody but the peer trusts the
    // key, and with a large one each question would take the time of a hundred handshakes.
    System.setProperty("org.bouncycastle.rsa.max_mr_tests", "0");
  }

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
  private final RecordPipe pipe = new RecordPipe();
  private final HandshakeResult result = new HandshakeResult();
  private final Consumer<DtlsEvent> events;
  private volatile boolean cancelled;

  private BouncyCastleHandshake(Consumer<DtlsEvent> events) {
    this.events = events;
    pipe.attach(this::receive, this::send);
  }

  /**
   * A factory of handshakes with one certificate.
   *
   * @param maxConcurrent handshakes that may be under way at once
   */
  public static Factory factory(
      LocalCertificate certificate, SecureRandom random, int maxConcurrent) {
    return factory(certificate, random, maxConcurrent, DtlsParameters.TIMEOUT_MILLIS);
  }

  static Factory factory(
      LocalCertificate certificate, SecureRandom random, int maxConcurrent, int timeoutMillis) {
    BcTlsCrypto crypto = new BcTlsCrypto(random);
    AtomicInteger running = new AtomicInteger();
    return (role, events) -> {
      if (running.incrementAndGet() > maxConcurrent) {
        running.decrementAndGet();
        return null;
      }
      BouncyCastleHandshake handshake = new BouncyCastleHandshake(events);
      DtlsParameters parameters = new DtlsParameters(crypto, certificate, timeoutMillis);
      Thread.ofVirtual()
          .name("dtls-handshake")
          .start(() -> handshake.run(role, parameters, running));
      return handshake;
    };
  }

  /**
   * Runs one handshake between two ends in memory, so that the first caller's does not pay for
   * loading and compiling the classes (95-230 ms). Blocks until it is over.
   *
   * @throws IllegalStateException if it does not succeed: no other would
   */
  public static void warmUp(Factory factory) {
    CountDownLatch completed = new CountDownLatch(2);
    CompletableFuture<DtlsHandshake> server = new CompletableFuture<>();
    DtlsHandshake client =
        factory.start(DtlsRole.CLIENT, event -> pass(event, server.join(), completed));
    server.complete(factory.start(DtlsRole.SERVER, event -> pass(event, client, completed)));
    try {
      if (!completed.await(DtlsParameters.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a DTLS handshake with ourselves failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(DtlsEvent event, DtlsHandshake other, CountDownLatch completed) {
    switch (event) {
      case DtlsEvent.Outgoing outgoing -> {
        Packet packet = new Packet();
        packet.length = outgoing.datagram().length;
        System.arraycopy(outgoing.datagram(), 0, packet.bytes, 0, packet.length);
        other.offer(packet);
      }
      case DtlsEvent.Completed _ -> completed.countDown();
      case DtlsEvent.Failed _ -> {}
    }
  }

  private void run(DtlsRole role, DtlsParameters parameters, AtomicInteger running) {
    DtlsEvent last;
    try {
      DTLSTransport transport =
          switch (role) {
            case SERVER ->
                new DTLSServerProtocol().accept(new DtlsServer(parameters, result), pipe);
            case CLIENT ->
                new DTLSClientProtocol().connect(new DtlsClient(parameters, result), pipe);
          };
      pipe.flush();
      last =
          new DtlsEvent.Completed(
              result.keys(),
              result.peer(),
              new BouncyCastleSession(transport, pipe, result, queue::poll));
    } catch (IOException | RuntimeException e) {
      pipe.flush();
      last = new DtlsEvent.Failed(describe(e));
    } finally {
      running.decrementAndGet();
    }
    emit(last);
  }

  private static String describe(Exception failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return failure.getCause() == null ? text : text + ": " + failure.getCause();
  }

  @Override
  public DropReason offer(Packet in) {
    if (!DtlsRecords.wellFormed(in.bytes, in.offset, in.length)) {
      return DropReason.DTLS_MALFORMED;
    }
    byte[] copy = Arrays.copyOfRange(in.bytes, in.offset, in.offset + in.length);
    return queue.offer(copy) ? null : DropReason.DTLS_OVERFLOW;
  }

  @Override
  public void cancel() {
    cancelled = true;
    queue.clear();
    queue.offer(CANCEL);
  }

  private int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (cancelled) {
        throw new InterruptedIOException("cancelled");
      }
      if (datagram == null) {
        return -1;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void send(byte[] bytes, int length) {
    emit(new DtlsEvent.Outgoing(Arrays.copyOf(bytes, length)));
  }

  private void emit(DtlsEvent event) {
    if (!cancelled) {
      events.accept(event);
    }
  }
}
