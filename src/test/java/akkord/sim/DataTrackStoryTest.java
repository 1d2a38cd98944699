package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DropReason;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.net.Bytes;
import akkord.media.transport.DataFrame;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Data tracks of whole transports: frames reach those who want them, under their own handles. */
class DataTrackStoryTest {
  private final Call call = new Call(7);
  private final SimData alice = peer("alice", 0);
  private final SimData bob = peer("bob", 0);
  private final SimData carol = peer("carol", 0);

  private SimData peer(String name, int maxRetransmits) {
    SimPeer peer = call.join(name);
    call.order(new MediaCommand.SetDataChannels(name, 5000, 65535, List.of()));
    SimData data =
        peer.data(
            List.of(
                new DataChannelSpec(
                    "_data_track", DataChannelSpec.ANNOUNCED, false, maxRetransmits)));
    call.run(Duration.ofSeconds(1));
    return data;
  }

  private static byte[] frame(int handle, int number, int size) {
    byte[] bytes = new byte[DataFrame.HEADER + size];
    bytes[0] = 0x18;
    Bytes.putInt(bytes, 2, handle << 16 | number);
    bytes[bytes.length - 1] = (byte) number;
    return bytes;
  }

  private void send(SimData from, byte[] frame) {
    from.send("_data_track", frame, call.now());
    call.run(Duration.ofMillis(5));
  }

  private static List<DataMessage> frames(int handle, int from, int to, int size) {
    return IntStream.range(from, to)
        .mapToObj(number -> new DataMessage("_data_track", false, frame(handle, number, size)))
        .toList();
  }

  @Test
  void framesGoToWhoWantsThemUnderTheirHandles() {
    call.order(new MediaCommand.AddDataDownTrack("bob", "DTR_1", 9)); // before it is there
    call.order(new MediaCommand.AddDataUpTrack("alice", "DTR_1", 3));
    call.order(new MediaCommand.AddDataUpTrack("alice", "DTR_2", 4));
    call.order(new MediaCommand.AddDataDownTrack("carol", "DTR_2", 9));
    for (int i = 0; i < 10; i++) {
      send(alice, frame(3, i, 1200));
    }
    call.order(new MediaCommand.AddDataDownTrack("carol", "DTR_1", 65535));
    for (int i = 10; i < 20; i++) {
      send(alice, frame(3, i, 1200));
      send(alice, frame(4, i, 20));
    }
    call.order(new MediaCommand.RemoveDataDownTrack("bob", "DTR_1"));
    call.order(new MediaCommand.RemoveDataUpTrack("alice", "DTR_2"));
    send(alice, frame(3, 20, 1200));
    send(alice, frame(4, 20, 20));
    call.run(Duration.ofSeconds(1));
    assertEquals(frames(9, 0, 20, 1200), bob.received);
    assertEquals(
        frames(65535, 10, 21, 1200),
        carol.received.stream().filter(frame -> frame.bytes().length > 1000).toList());
    assertEquals(
        frames(9, 10, 20, 20),
        carol.received.stream().filter(frame -> frame.bytes().length < 1000).toList());
    assertEquals(List.of(), alice.received);
    assertEquals(1, call.counters().dropped(DropReason.DATA_TRACK_UNKNOWN));
    assertEquals(List.of(), call.events(MediaEvent.DataReceived.class));
  }

  @Test
  void whatIsNoFrameOfOnesOwnTrackIsDroppedAndCounted() {
    call.order(new MediaCommand.AddDataUpTrack("alice", "DTR_1", 3));
    call.order(new MediaCommand.AddDataDownTrack("bob", "DTR_1", 1));
    send(carol, frame(3, 0, 10)); // alice's handle
    send(alice, frame(0, 0, 10));
    send(alice, new byte[5]);
    call.order(new MediaCommand.CloseTransport("alice"));
    call.run(Duration.ofSeconds(1));
    assertEquals(List.of(), bob.received);
    assertEquals(2, call.counters().dropped(DropReason.DATA_TRACK_UNKNOWN));
    assertEquals(1, call.counters().dropped(DropReason.DATA_TRACK_MALFORMED));
  }

  @Test
  void aSlowReaderMissesFramesAndDisturbsNobody() {
    SimData dave = peer("dave", DataChannelSpec.RELIABLE); // even one that insists on everything
    call.order(new MediaCommand.AddDataUpTrack("alice", "DTR_1", 1));
    for (String each : List.of("bob", "carol", "dave")) {
      call.order(new MediaCommand.AddDataDownTrack(each, "DTR_1", 1));
    }
    bob.stalled = true;
    dave.stalled = true;
    for (int i = 0; i < 1000; i++) {
      send(alice, frame(1, i, 8000));
    }
    call.run(Duration.ofSeconds(30));
    assertEquals(frames(1, 0, 1000, 8000), carol.received);
    assertTrue(bob.received.size() < 500, bob.received.size() + " of 1000 frames");
    assertTrue(dave.received.size() < 500, dave.received.size() + " of 1000 frames");
    assertTrue(call.counters().dropped(DropReason.DATA_LOSSY_OVERFLOW) > 1000);
    assertEquals(List.of(), call.events(MediaEvent.TransportFailed.class));
    assertEquals(List.of(), call.events(MediaEvent.DataCongested.class));
  }
}
