package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DropReason;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Data channels of whole transports: both sides open them, messages flow, slow readers show. */
class DataStoryTest {
  private static final List<DataChannelSpec> CHANNELS =
      List.of(channel("_lossy", false, 0), channel("_reliable", true, DataChannelSpec.RELIABLE));

  private final Call call = new Call(5);

  private static DataChannelSpec channel(String label, boolean ordered, int retransmits) {
    return new DataChannelSpec(label, DataChannelSpec.ANNOUNCED, ordered, retransmits);
  }

  private static MediaCommand takes(String transport, List<DataChannelSpec> ours) {
    return new MediaCommand.SetDataChannels(transport, 5000, 65535, ours);
  }

  /** Lets time pass; what one of them sends, the other gets, as the actors would have it. */
  private void relay(Duration time) {
    int from = call.events(MediaEvent.DataReceived.class).size();
    for (long each = 0; each < time.toMillis(); each++) {
      call.run(Duration.ofMillis(1));
      List<MediaEvent.DataReceived> events = call.events(MediaEvent.DataReceived.class);
      for (; from < events.size(); from++) {
        MediaEvent.DataReceived event = events.get(from);
        String to = event.transport().equals("alice") ? "bob" : "alice";
        call.order(new MediaCommand.SendData(List.of(to), event.message()));
        call.order(new MediaCommand.TakeData(event.transport(), event.message().cost()));
      }
    }
  }

  @Test
  void messagesGoFromOneTransportToTheOther() {
    call.network().loss(0.05).delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(10));
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    call.order(takes("alice", List.of()));
    call.order(takes("bob", CHANNELS));
    SimData sender = alice.data(CHANNELS);
    SimData receiver = bob.data(List.of());
    relay(Duration.ofSeconds(5));
    assertEquals(Set.of("_lossy", "_reliable"), new TreeSet<>(receiver.open));
    for (int i = 0; i < 200; i++) {
      byte[] message = new byte[i == 100 ? 60_000 : 500];
      Bytes.putInt(message, 0, i);
      sender.send("_reliable", message, call.now());
      sender.send("_lossy", message, call.now());
      relay(Duration.ofMillis(5));
    }
    relay(Duration.ofSeconds(30));
    List<Integer> reliable =
        receiver.received.stream()
            .filter(message -> message.label().equals("_reliable"))
            .map(message -> Bytes.getInt(message.bytes(), 0))
            .toList();
    assertEquals(java.util.stream.IntStream.range(0, 200).boxed().toList(), reliable);
    long lossy =
        receiver.received.stream().filter(message -> message.label().equals("_lossy")).count();
    assertTrue(lossy > 120 && lossy < 200, lossy + " lossy messages of 200");
  }

  @Test
  void anOwnerThatTakesNothingStopsItsClient() {
    SimPeer alice = call.join("alice");
    call.order(takes("alice", List.of()));
    SimData sender = alice.data(CHANNELS);
    call.run(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      sender.send("_reliable", new byte[50_000], call.now());
    }
    call.run(Duration.ofSeconds(20));
    int came = call.events(MediaEvent.DataReceived.class).size();
    assertTrue(came >= 15 && came <= 25, came + " messages");
    assertTrue(sender.buffered() > 3_000_000);
    call.order(new MediaCommand.TakeData("alice", Integer.MAX_VALUE));
    relay(Duration.ofSeconds(20));
    assertEquals(100, call.events(MediaEvent.DataReceived.class).size());
  }

  @Test
  void aReaderThatStopsIsReportedAndThenGivenUp() {
    SimData reader = readerOf(30);
    reader.stalled = true;
    call.run(Duration.ofSeconds(5));
    sendTo(reader, 30);
    call.run(Duration.ofSeconds(5));
    assertEquals(
        List.of(new MediaEvent.DataCongested("bob", "bob", true)),
        call.events(MediaEvent.DataCongested.class));
    call.run(Duration.ofSeconds(20));
    MediaEvent.TransportFailed failed = call.events(MediaEvent.TransportFailed.class).getFirst();
    assertEquals(MediaEvent.TransportFailure.DATA_TOO_SLOW, failed.failure());
  }

  @Test
  void aReaderThatCatchesUpIsReportedToo() {
    SimData reader = readerOf(0);
    reader.stalled = true;
    sendTo(reader, 40);
    call.run(Duration.ofSeconds(5));
    reader.readOn(call.now());
    call.run(Duration.ofSeconds(20));
    assertEquals(
        List.of(true, false),
        call.events(MediaEvent.DataCongested.class).stream()
            .map(MediaEvent.DataCongested::congested)
            .toList());
    assertEquals(40, reader.received.size());
  }

  @Test
  void oldLossyMessagesGoFirst() {
    SimData reader = readerOf(0);
    call.network().loss(1);
    for (int i = 0; i < 40; i++) {
      byte[] message = new byte[10_000];
      Bytes.putInt(message, 0, i);
      call.order(
          new MediaCommand.SendData(List.of("bob"), new DataMessage("_lossy", false, message)));
    }
    call.run(Duration.ofMillis(100));
    call.network().loss(0);
    call.run(Duration.ofSeconds(5));
    assertEquals(39, Bytes.getInt(reader.received.getLast().bytes(), 0));
    assertTrue(reader.received.size() < 10);
    assertTrue(call.counters().dropped(DropReason.DATA_LOSSY_OVERFLOW) > 25);
  }

  @Test
  void whatIsUnderWayKeepsNoLossyMessageOut() {
    SimData reader = readerOf(0);
    for (int i = 0; i < 2; i++) {
      call.order(
          new MediaCommand.SendData(
              List.of("bob"), new DataMessage("_lossy", false, new byte[60_000])));
    }
    call.run(Duration.ofSeconds(5));
    assertEquals(2, reader.received.size());
  }

  private SimData readerOf(int messages) {
    SimPeer bob = call.join("bob");
    call.order(takes("bob", CHANNELS));
    SimData reader = bob.data(List.of());
    call.run(Duration.ofSeconds(1));
    sendTo(reader, messages);
    return reader;
  }

  private void sendTo(SimData reader, int messages) {
    for (int i = 0; i < messages; i++) {
      call.order(
          new MediaCommand.SendData(
              List.of("bob"), new DataMessage("_reliable", false, new byte[60_000])));
    }
    assertTrue(reader.open.contains("_reliable"));
  }
}
