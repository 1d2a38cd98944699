package akkord.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.net.Packet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    // what, payload, length, picture id, bits, tl0, tid, sync, key index, frame start, key start
    "bare delta,          10 01,                1, -,     0,  -,   0, false, -,  true,  false",
    "7 bits,              90 80 7f 00,          3, 127,   7,  -,   0, false, -,  true,  true",
    "15 bits,             90 80 ffff 01,        4, 32767, 15, -,   0, false, -,  true,  false",
    "everything,          90 f0 8001 fe 7f 00,  6, 1,     15, 254, 1, true,  31, true,  true",
    "tid only,            90 20 c0 00,          3, -,     0,  -,   3, false, -,  true,  true",
    "key index only,      90 10 05 00,          3, -,     0,  -,   0, false, 5,  true,  true",
    "second partition,    91 80 05 00,          3, 5,     7,  -,   0, false, -,  false, false",
    "continuation,        80 80 05 00,          3, 5,     7,  -,   0, false, -,  false, false"
  })
  void vp8DescriptorIsRead(
      String what,
      String payload,
      int length,
      String pictureId,
      int bits,
      String tl0,
      int temporalId,
      boolean sync,
      String keyIdx,
      boolean frameStart,
      boolean keyStart) {
    Vp8Descriptor vp8 = new Vp8Descriptor();
    byte[] bytes = hex(payload);
    assertTrue(vp8.parse(bytes, 0, bytes.length), what);
    assertEquals(length, vp8.length());
    assertEquals(bits, vp8.pictureIdBits());
    assertEquals(pictureId, vp8.hasPictureId() ? "" + vp8.pictureId() : "-");
    assertEquals(tl0, vp8.hasTl0PicIdx() ? "" + vp8.tl0PicIdx() : "-");
    assertEquals(temporalId, vp8.temporalId());
    assertEquals(sync, vp8.isLayerSync());
    assertEquals(keyIdx, vp8.hasKeyIdx() ? "" + vp8.keyIdx() : "-");
    assertEquals(frameStart, vp8.isFrameStart());
    assertEquals(keyStart, vp8.isKeyFrameStart());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "8080", "808080", "804080", "8040", "80f08001fe", "8020"})
  void vp8DescriptorCutShortIsRefused(String payload) {
    byte[] bytes = hex(payload);
    boolean isComplete = payload.equals("804080");
    assertEquals(isComplete, new Vp8Descriptor().parse(bytes, 0, bytes.length));
  }

  @Test
  void vp8DescriptorIsWrittenWithFifteenBits() {
    Vp8Descriptor vp8 = new Vp8Descriptor();
    assertTrue(vp8.parse(hex("90 f0 7f fe 7f 00"), 0, 6));
    byte[] target = new byte[8];
    assertEquals(6, vp8.writtenLength());
    assertEquals(6, vp8.write(target, 1, 32_768 + 2, 256, 33));
    assertEquals("0090f08002006100", HexFormat.of().formatHex(target));
  }

  @ParameterizedTest
  @CsvSource({
    "H264, 67 42,                        false, true",
    "H264, 78 0002 6742 0002 68ce,       false, true",
    "H264, 78 0002 09f0 0002 6742,       false, true",
    "H264, 78 0002 61aa 0002 41bb,       true,  false",
    "H264, 78 ffff 61,                   true,  false",
    "H264, 65 88,                        true,  true",
    "H264, 65 88,                        false, false",
    "H264, 7c 85,                        true,  true",
    "H264, 7c 05,                        true,  false",
    "H264, 7c,                           true,  false",
    "H264, 41 9a,                        true,  false",
    "VP9,  88 01,                        true,  true",
    "VP9,  c8 01,                        true,  false",
    "VP9,  80 01,                        true,  false",
    "VP9,  a8 8001 00,                   true,  true",
    "VP9,  a8 01 02,                     true,  false",
    "VP9,  a8 80,                        true,  false",
    "AV1,  18 0a,                        true,  true",
    "AV1,  98 0a,                        true,  false",
    "AV1,  10 0a,                        true,  false",
    "VP8,  10 00,                        false, true",
    "VP8,  80,                           true,  false",
    "OPUS, 00,                           false, true",
    "H265, 00,                           true,  true",
    "H265, 00,                           false, false"
  })
  void keyFramesAreSeen(Codec codec, String payload, boolean followsFrameEnd, boolean key) {
    byte[] bytes = hex(payload);
    Packet packet = new Packet();
    packet.bytes[0] = (byte) 0x80;
    System.arraycopy(bytes, 0, packet.bytes, 12, bytes.length);
    packet.length = 12 + bytes.length;
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(packet));
    PayloadInfo info = new PayloadInfo();
    info.inspect(codec, rtp, followsFrameEnd);
    assertEquals(key, info.startsKeyFrame());
    assertEquals(codec, info.codec());
    assertFalse(info.hasVp8() && codec != Codec.VP8);
  }
}
