package akkord.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrackSource;
import akkord.media.net.Packet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RtpReceiverTest {
  private static final UpTrackSource NOBODY =
      new UpTrackSource() {
        @Override
        public void requestKeyFrame(UpStream stream, long now, Output out) {}

        @Override
        public void requestRetransmission(
            UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {}

        @Override
        public void failed(RuntimeException cause) {
          throw cause;
        }
      };

  private int unknown;

  private final Output out =
      new QuietOutput() {

        @Override
        public void drop(DropReason reason) {
          unknown += reason == DropReason.RTP_UNKNOWN_STREAM ? 1 : 0;
        }
      };

  private final RtpReceiver receiver = new RtpReceiver(NOBODY, 1);

  private void receive(int ssrc, long now) {
    Packet packet = new Packet();
    ByteBuffer rtp = ByteBuffer.wrap(packet.bytes);
    rtp.put((byte) 0x90).put((byte) 111).putShort((short) 1).putInt(0).putInt(ssrc);
    rtp.putShort((short) 0xBEDE).putShort((short) 1).put((byte) 0x10).put((byte) '0');
    packet.length = 60;
    receiver.onRtp(packet, now, out);
  }

  /** Named by its MID each SSRC takes the track over: authentic, and still not for free. */
  @Test
  void aPublisherThatChangesItsSsrcAllTheTimeIsNotFollowed() {
    receiver.add(
        "owner",
        new UpTrackSpec(
            "TR_1",
            "room",
            Kind.AUDIO,
            "0",
            List.of(new RtpCodec(Codec.OPUS, 111, "", -1, false, false, false)),
            Map.of(HeaderExtension.MID, 1),
            List.of(new UpTrackSpec.Stream("", 0, 0, 0)),
            false));
    for (int i = 1; i <= 10_000; i++) {
      receive(i, 0);
    }
    assertEquals(10_000 - RtpReceiver.MAX_BINDS, unknown);
    assertTrue(receiver.inbound().size() <= 2, receiver.inbound().size() + " remembered");
    receive(20_000, 1_000_000_000L);
    assertEquals(10_000 - RtpReceiver.MAX_BINDS, unknown, "a second later it may change again");
  }
}
