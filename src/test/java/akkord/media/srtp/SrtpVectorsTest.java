package akkord.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17. */
class SrtpVectorsTest {
  private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] GCM_SALT = hex("517569642070726f2071756f");

  private static final byte[] RTP =
      hex(
          "8040f17b8041f8d35501a0b2"
              + "47616c6c696120657374206f6d6e69732064697669736120696e2070617274657320747265 73");
  private static final byte[] SRTP =
      hex(
          "8040f17b8041f8d35501a0b2"
              + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b"
              + "36de3adf8833899d7f27beb16a9152cf765ee4390cce");

  private static final byte[] RTCP =
      hex(
          "81c8000d4d6172734e5450314e545032525450200000042a0000e930"
              + "4c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
  private static final byte[] SRTCP =
      hex(
          "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f7"
              + "6c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa458"
              + "96cf4d2fc5abf87245d9eade800005d4");

  @Test
  void derivesSessionKeysOfRfc3711() {
    SrtpKdf kdf =
        new SrtpKdf(hex("E1F97A0D3E018BE0D64FA32C06DE4139"), hex("0EC675AD498AFEEBB6960B3AABE6"));
    assertArrayEquals(
        hex("C61E7A93744F39EE10734AFE3FF7A087"), kdf.derive(SrtpKdf.RTP_ENCRYPTION, 16));
    assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), kdf.derive(SrtpKdf.RTP_SALT, 14));
    assertArrayEquals(
        hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
        kdf.derive(SrtpKdf.RTP_AUTHENTICATION, 20));
  }

  @Test
  void makesTheKeyStreamOfRfc3711() {
    CmCipher cipher =
        new CmCipher(
            hex("2B7E151628AED2A6ABF7158809CF4F3C"),
            hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
            new byte[20],
            false);
    byte[] bytes = new byte[12 + 48 + 10];
    cipher.protect(bytes, 0, 12, 12 + 48, 0, 0);
    assertArrayEquals(
        hex(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                + "41E95B3BB0A2E8DD477901E4FCA894C0"),
        Arrays.copyOfRange(bytes, 12, 60));
  }

  @Test
  void protectsTheRtpPacketOfRfc7714() {
    byte[] bytes = Arrays.copyOf(RTP, RTP.length + 16);
    int length =
        new GcmCipher(GCM_KEY, GCM_SALT, false)
            .protect(bytes, 0, 12, RTP.length, ssrc(RTP, 8), 0xf17b);
    assertEquals(SRTP.length, length);
    assertArrayEquals(SRTP, bytes);
  }

  @Test
  void unprotectsTheRtpPacketOfRfc7714() {
    byte[] bytes = SRTP.clone();
    int length =
        new GcmCipher(GCM_KEY, GCM_SALT, false)
            .unprotect(bytes, 0, 12, SRTP.length, ssrc(RTP, 8), 0xf17b);
    assertArrayEquals(RTP, Arrays.copyOf(bytes, length));
  }

  @Test
  void protectsTheRtcpPacketOfRfc7714() {
    byte[] bytes = Arrays.copyOf(RTCP, RTCP.length + 20);
    int length =
        new GcmCipher(GCM_KEY, GCM_SALT, true)
            .protect(bytes, 0, 8, RTCP.length, ssrc(RTCP, 4), 0x5d4);
    assertEquals(SRTCP.length, length);
    assertArrayEquals(SRTCP, bytes);
  }

  @Test
  void unprotectsTheRtcpPacketOfRfc7714() {
    byte[] bytes = SRTCP.clone();
    int length =
        new GcmCipher(GCM_KEY, GCM_SALT, true)
            .unprotect(bytes, 0, 8, SRTCP.length, ssrc(RTCP, 4), 0x5d4);
    assertArrayEquals(RTCP, Arrays.copyOf(bytes, length));
  }

  private static int ssrc(byte[] bytes, int at) {
    return akkord.media.net.Bytes.getInt(bytes, at);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
