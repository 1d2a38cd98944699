package akkord.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.dtls.DtlsEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a handshake's news when a worker does not come to read them. */
class HandshakeMailTest {
  private static final int CAPACITY = 2;

  private final List<DtlsEvent> received = new ArrayList<>();
  private final List<DropReason> drops = new ArrayList<>();
  private final QuietOutput out =
      new QuietOutput() {
        @Override
        public void drop(DropReason reason) {
          drops.add(reason);
        }
      };
  private int wakeups;
  private final HandshakeMail mail =
      new HandshakeMail(CAPACITY, () -> wakeups++, (transport, event, now) -> received.add(event));

  @Test
  void datagramsBeyondItsRoomAreCounted() {
    List<DtlsEvent> events = new ArrayList<>();
    for (int i = 0; i < CAPACITY + 3; i++) {
      DtlsEvent event = new DtlsEvent.Outgoing(new byte[] {(byte) i});
      events.add(event);
      mail.post(null, event);
    }
    assertEquals(CAPACITY, wakeups);
    mail.deliver(1, out);
    assertEquals(events.subList(0, CAPACITY), received);
    assertEquals(
        List.of(DropReason.DTLS_OVERFLOW, DropReason.DTLS_OVERFLOW, DropReason.DTLS_OVERFLOW),
        drops);
    mail.deliver(2, out);
    assertEquals(CAPACITY + 1, drops.size());
  }
}
