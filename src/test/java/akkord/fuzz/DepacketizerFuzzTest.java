package akkord.fuzz;

import akkord.app.file.MediaFile;
import akkord.app.join.Depacketizer;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a server sends, the CLI's recorder makes frames of it or leaves it out. */
class DepacketizerFuzzTest {
  private static final int MAX_FRAME = 9 << 20;

  @FuzzTest
  void neverThrows(FuzzedDataProvider data) {
    MediaFile.Kind codec = data.pickValue(MediaFile.Kind.values());
    Depacketizer depacketizer =
        new Depacketizer(
            codec,
            (frame, timestamp) -> {
              if (frame.length == 0 || frame.length > MAX_FRAME) {
                throw new AssertionError("a frame of " + frame.length + " bytes");
              }
            });
    RtpPacket view = new RtpPacket();
    while (data.remainingBytes() > 0) {
      boolean gap = data.consumeBoolean();
      byte[] bytes = data.consumeBytes(data.consumeInt(0, Packet.CAPACITY));
      Packet packet = new Packet();
      System.arraycopy(bytes, 0, packet.bytes, 0, bytes.length);
      packet.length = bytes.length;
      if (view.wrap(packet)) {
        depacketizer.add(view, gap);
      }
    }
  }
}
