package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.net.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our records with BouncyCastle's own at the other end. */
class DtlsInteropTest {
  private static final int AES_128 = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
  private static final int AES_256 = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
  private static final int WAIT_MILLIS = 20_000;

  private final CapturedOutput out = new CapturedOutput();
  private final List<byte[]> received = new ArrayList<>();
  private CustomClient client;
  private DtlsSession server;

  private void connect(int cipherSuite) throws InterruptedException {
    var habits = new CustomClient.Habits(1200, List.of(7), 0, true, cipherSuite);
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT, CustomClient.with(habits)).run(30);
    client = (CustomClient) link.client;
    server = link.serverCompleted().session();
  }

  private void clientSays(byte[] data) throws IOException {
    client.transport.send(data, 0, data.length);
    deliver(client.sent.remove());
  }

  private void deliver(byte[] datagram) {
    server.onDatagram(
        DtlsLink.packet(datagram),
        CapturedOutput.PEER,
        (bytes, offset, length, now, o) ->
            received.add(Arrays.copyOfRange(bytes, offset, offset + length)),
        0,
        out);
  }

  private byte[] serverSays(byte[] data) {
    assertTrue(server.send(data, 0, data.length, CapturedOutput.PEER, out));
    return out.sent.getLast();
  }

  private byte[] clientHears(byte[] datagram) throws IOException {
    client.offer(DtlsLink.packet(datagram));
    byte[] buffer = new byte[2000];
    int length = client.transport.receive(buffer, 0, buffer.length, WAIT_MILLIS);
    return Arrays.copyOf(buffer, Math.max(0, length));
  }

  private static byte[] data(int length) {
    byte[] data = new byte[length];
    Arrays.fill(data, (byte) length);
    return data;
  }

  @ParameterizedTest
  @ValueSource(ints = {AES_128, AES_256})
  void bothUnderstandEachOtherAtAnyLength(int cipherSuite) throws Exception {
    connect(cipherSuite);
    for (int length : new int[] {1, 15, 16, 17, 100, 1148}) {
      clientSays(data(length));
      assertArrayEquals(data(length), received.getLast());
      assertArrayEquals(data(length), clientHears(serverSays(data(length))));
    }
    assertEquals(List.of(), out.drops);
  }

  @Test
  void noNumberIsUsedTwiceAndOursFollowThoseOfBouncyCastle() throws Exception {
    connect(AES_128);
    List<Long> numbers = new ArrayList<>();
    Set<Long> nonces = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      if (i == 10) {
        clientSays(data(1));
      }
      byte[] record = serverSays(data(9));
      numbers.add(Bytes.getLong(record, 3));
      nonces.add(Bytes.getLong(record, 13));
      assertArrayEquals(data(9), clientHears(record));
    }
    long epoch = 1L << 48;
    assertTrue(numbers.get(9) - epoch < 20, "before the client spoke: " + numbers);
    assertEquals(epoch + GcmRecords.FIRST, numbers.get(10), "after it did");
    assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    assertEquals(20, nonces.size());
  }

  @Test
  void takesRecordsInAnyOrderButEachOnce() throws Exception {
    connect(AES_128);
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      client.transport.send(data(i), 0, i);
      datagrams.add(client.sent.remove());
    }
    datagrams.reversed().forEach(this::deliver);
    datagrams.forEach(this::deliver);
    assertEquals(40, received.size());
    assertEquals(40, out.drops.stream().filter(DropReason.DTLS_REPLAYED::equals).count());
  }

  @Test
  void noForgedRecordMovesTheWindow() throws Exception {
    connect(AES_128);
    clientSays(data(1));
    client.transport.send(data(2), 0, 2);
    byte[] next = client.sent.remove();
    byte[] forged = next.clone();
    Bytes.putLong(forged, 3, (2L << 48) - 1);
    deliver(forged);
    forged = next.clone();
    forged[0] = 21;
    deliver(forged);
    deliver(next);
    assertEquals(List.of(DropReason.DTLS_AUTHENTICATION), out.drops);
    assertArrayEquals(data(2), received.getLast());
    assertFalse(server.closed());
  }

  @Test
  void bothHearTheOthersGoodbye() throws Exception {
    connect(AES_128);
    clientSays(data(1));
    client.transport.close();
    deliver(client.sent.remove());
    assertTrue(server.closed());

    connect(AES_128);
    clientSays(data(1));
    server.close(CapturedOutput.PEER, out);
    assertTrue(server.closed());
    byte[] goodbye = out.sent.getLast();
    client.sent.clear();
    clientHearsTheEnd(goodbye);
  }

  private void clientHearsTheEnd(byte[] goodbye) throws IOException {
    client.offer(DtlsLink.packet(goodbye));
    byte[] buffer = new byte[2000];
    assertEquals(-1, client.transport.receive(buffer, 0, buffer.length, 1000));
    assertEquals(1, client.sent.size(), "it answers with its own");
  }
}
