package akkord.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads, sockets and supervision, in real time. */
class MediaPlaneTest {
  private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> deaths = new LinkedBlockingQueue<>();
  private MediaPlane plane;

  private MediaPlane start(MediaSettings settings) throws IOException {
    plane = MediaPlane.start(settings, events::add, (worker, cause) -> deaths.add(worker));
    return plane;
  }

  @AfterEach
  void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  @Test
  void everyWorkerHasItsOwnPortAndTheSameCertificate() throws Exception {
    start(MediaSettings.loopback(2));
    List<WorkerInfo> workers = plane.workers();
    assertEquals(2, workers.size());
    assertTrue(workers.stream().allMatch(WorkerInfo::alive));
    Candidate first = workers.get(0).candidates().getFirst();
    assertEquals("127.0.0.1", first.address());
    assertTrue(first.port() != workers.get(1).candidates().getFirst().port());
    assertEquals("sha-256", plane.fingerprint().algorithm());
    assertEquals(95, plane.fingerprint().value().length());
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    start(MediaSettings.loopback(1));
    int port = plane.workers().getFirst().candidates().getFirst().port();
    MediaSettings same =
        new MediaSettings(
            List.of("127.0.0.1"),
            List.of(),
            List.of(port),
            true,
            List.of(),
            List.of(),
            1 << 16,
            true);
    IOException refused =
        assertThrows(
            IOException.class, () -> MediaPlane.start(same, events::add, (worker, cause) -> {}));
    assertTrue(refused.getMessage().contains("127.0.0.1 port " + port), refused.getMessage());
  }

  @Test
  void ordersAreAnsweredByEvents() throws Exception {
    start(MediaSettings.loopback(1));
    IceCredentials local = new IceCredentials("ufrg", "passwordpasswordpassword");
    assertTrue(plane.submit(0, new MediaCommand.OpenTransport("t1", "alice", local)));
    assertTrue(plane.submit(0, new MediaCommand.DescribeOwner("alice")));
    MediaEvent.OwnerSnapshot snapshot = (MediaEvent.OwnerSnapshot) next();
    assertEquals("t1", snapshot.transports().getFirst().transport());
    assertFalse(snapshot.transports().getFirst().connected());
    assertTrue(plane.submit(0, new MediaCommand.CloseTransport("t1")));
    assertEquals(new MediaEvent.TransportClosed("alice", "t1"), next());
  }

  @Test
  void aDeadWorkerIsReportedRefusesOrdersAndComesBackOnItsPort() throws Exception {
    start(MediaSettings.loopback(1));
    Candidate before = plane.workers().getFirst().candidates().getFirst();
    plane.kill(0);
    assertEquals(0, deaths.poll(10, TimeUnit.SECONDS));
    assertFalse(plane.workers().getFirst().alive());
    assertFalse(plane.submit(0, new MediaCommand.DescribeOwner("alice")));
    assertEquals(1, plane.counters().get(MediaCounter.COMMANDS_REFUSED));
    plane.restart(0);
    assertTrue(plane.submit(0, new MediaCommand.DescribeOwner("alice")));
    assertEquals(new MediaEvent.OwnerSnapshot("alice", List.of()), next());
    assertEquals(before, plane.workers().getFirst().candidates().getFirst());
  }

  @Test
  void strangersAreCountedAndForgotten() throws Exception {
    start(MediaSettings.loopback(1));
    Candidate candidate = plane.workers().getFirst().candidates().getFirst();
    try (DatagramSocket stranger = new DatagramSocket()) {
      byte[] rtp = new byte[100];
      rtp[0] = (byte) 0x80;
      stranger.send(
          new DatagramPacket(
              rtp, rtp.length, InetAddress.ofLiteral(candidate.address()), candidate.port()));
    }
    while (plane.counters().get(MediaCounter.PACKETS_IN) == 0) {
      Thread.onSpinWait();
    }
    plane.submit(0, new MediaCommand.DescribeOwner("nobody"));
    next();
    assertEquals(1, plane.counters().dropped(DropReason.UNKNOWN_ADDRESS));
    assertEquals(100, plane.counters().get(MediaCounter.BYTES_IN));
  }

  private MediaEvent next() throws InterruptedException {
    MediaEvent event = events.poll(10, TimeUnit.SECONDS);
    assertTrue(event != null, "no event within 10 s");
    return event;
  }
}
