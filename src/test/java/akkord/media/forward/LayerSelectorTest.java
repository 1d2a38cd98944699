package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.net.Packet;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSelectorTest {
  private static PayloadInfo payload(boolean key) {
    Packet packet = new Packet();
    packet.bytes[0] = (byte) 0x80;
    packet.bytes[12] = 0x10;
    packet.bytes[13] = (byte) (key ? 0 : 1);
    packet.length = 14;
    RtpPacket rtp = new RtpPacket();
    rtp.wrap(packet);
    PayloadInfo info = new PayloadInfo();
    info.inspect(Codec.VP8, rtp, false);
    return info;
  }

  @ParameterizedTest
  @CsvSource({
    // live layers (bits), highest wanted, current, target, awaited
    "0b000, 2, -1, -1, -1",
    "0b111, 2, -1,  2,  0",
    "0b110, 2, -1,  2,  1",
    "0b111, 2,  0,  2,  2",
    "0b111, 2,  2,  2, -1",
    "0b111, 0,  2,  0,  0",
    "0b011, 2,  2,  1,  1",
    "0b001, 2,  2,  0,  0",
    "0b100, 0, -1,  2,  2",
    "0b000, 2,  2, -1, -1"
  })
  void aimsAtTheHighestWantedLiveLayer(
      String live, int maxSpatial, int current, int target, int awaited) {
    LayerSelector selector = new LayerSelector(new DownTrackSettings(false, maxSpatial, 3));
    if (current >= 0) {
      selector.apply(DownTrackSettings.ALL);
      selector.select(current, payload(true), 1 << current);
      selector.apply(new DownTrackSettings(false, maxSpatial, 3));
    }
    int bits = Integer.parseInt(live.substring(2), 2);
    assertEquals(target, selector.target(bits));
    assertEquals(target == -1 ? -1 : awaited, selector.awaited(bits));
  }

  @ParameterizedTest
  @CsvSource({
    // live, current, layer of the packet, key frame, decision
    "0b111, -1, 0, false, IGNORE",
    "0b111, -1, 0, true,  START",
    "0b111, -1, 1, true,  START",
    "0b111, -1, 2, true,  START",
    "0b111,  0, 0, false, FORWARD",
    "0b111,  0, 0, true,  FORWARD",
    "0b111,  0, 1, true,  IGNORE",
    "0b111,  0, 2, false, IGNORE",
    "0b111,  0, 2, true,  START",
    "0b111,  2, 0, true,  IGNORE",
    "0b011,  2, 0, true,  IGNORE",
    "0b011,  2, 1, true,  START"
  })
  void movesOnKeyFramesOfTheTarget(
      String live, int current, int layer, boolean key, LayerSelector.Decision decision) {
    LayerSelector selector = new LayerSelector(DownTrackSettings.ALL);
    if (current >= 0) {
      selector.select(current, payload(true), 1 << current);
    }
    int bits = Integer.parseInt(live.substring(2), 2);
    assertEquals(decision, selector.select(layer, payload(key), bits));
  }
}
