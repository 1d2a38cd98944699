package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.net.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two sessions say to each other once their handshake is over; the worker's thread only. */
class DtlsSessionTest {
  private final CapturedOutput out = new CapturedOutput();
  private final List<String> received = new ArrayList<>();
  private final DtlsSession.Receiver receiver =
      (bytes, offset, length, now, o) ->
          received.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
  private DtlsLink link;
  private DtlsSession client;
  private DtlsSession server;

  @BeforeEach
  void connect() throws InterruptedException {
    link = new DtlsLink(DtlsLink.PERFECT).run(10);
    client = link.clientCompleted().session();
    server = link.serverCompleted().session();
  }

  private boolean say(DtlsSession session, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return session.send(bytes, 0, bytes.length, CapturedOutput.PEER, out);
  }

  private void hear(DtlsSession session, Packet packet) {
    session.onDatagram(packet, CapturedOutput.PEER, receiver, 0, out);
  }

  private Packet lastSent() {
    return DtlsLink.packet(out.sent.getLast());
  }

  @Test
  void carriesDataBothWays() {
    assertTrue(say(client, "init"));
    hear(server, lastSent());
    assertTrue(say(server, "init ack"));
    hear(client, lastSent());
    assertEquals(List.of("init", "init ack"), received);
  }

  @Test
  void readsEveryRecordOfADatagram() {
    say(client, "one");
    Packet both = lastSent();
    say(client, "two");
    byte[] second = out.sent.getLast();
    System.arraycopy(second, 0, both.bytes, both.length, second.length);
    both.length += second.length;
    hear(server, both);
    assertEquals(List.of("one", "two"), received);
  }

  @Test
  void dropsReplayedAndForgedRecords() {
    say(client, "once");
    Packet packet = lastSent();
    hear(server, packet);
    hear(server, packet);
    say(client, "forged");
    Packet forged = lastSent();
    forged.bytes[forged.length - 1] ^= 1;
    hear(server, forged);
    Packet malformed = lastSent();
    malformed.length--;
    hear(server, malformed);
    assertEquals(List.of("once"), received);
    assertEquals(
        List.of(
            DropReason.DTLS_REPLAYED, DropReason.DTLS_AUTHENTICATION, DropReason.DTLS_MALFORMED),
        out.drops);
    assertFalse(server.closed());
    say(client, "still here");
    hear(server, lastSent());
    assertEquals(List.of("once", "still here"), received);
  }

  /**
   * Whoever can forge an address must not end a call with one small datagram (RFC 6347 4.1.2.7).
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 23, 24, 25, 40})
  void survivesForgedRecordsOfAnyLength(int length) {
    for (int type = 20; type <= 24; type++) {
      Packet forged = new Packet();
      forged.length = 13 + length;
      forged.bytes[0] = (byte) type;
      forged.bytes[1] = (byte) 0xFE;
      forged.bytes[2] = (byte) 0xFD;
      forged.bytes[4] = 1;
      forged.bytes[10] = 99;
      forged.bytes[12] = (byte) length;
      hear(server, forged);
    }
    assertFalse(server.closed());
    say(client, "still here");
    hear(server, lastSent());
    assertEquals(List.of("still here"), received);
  }

  @Test
  void resumesWithWhatWasOfferedMeanwhile() {
    say(client, "early");
    assertNull(link.server.offer(lastSent()));
    say(client, "earlier than resumed");
    assertNull(link.server.offer(lastSent()));
    assertEquals(List.of(), received);
    server.resume(CapturedOutput.PEER, receiver, 0, out);
    assertEquals(List.of("early", "earlier than resumed"), received);
  }

  @Test
  void closeNotifyEndsBothSides() {
    client.close(CapturedOutput.PEER, out);
    client.close(CapturedOutput.PEER, out);
    assertEquals(1, out.sent.size());
    assertTrue(client.closed());
    assertFalse(say(client, "too late"));
    assertFalse(server.closed());
    hear(server, lastSent());
    assertTrue(server.closed());
    assertFalse(say(server, "too late"));
  }

  @Test
  void refusesWhatDoesNotFitADatagram() {
    assertTrue(client.send(new byte[1150], 0, 1150, CapturedOutput.PEER, out));
    assertTrue(out.sent.getLast().length <= RecordPipe.MTU);
    assertFalse(client.send(new byte[1200], 0, 1200, CapturedOutput.PEER, out));
    assertFalse(client.closed());
  }
}
