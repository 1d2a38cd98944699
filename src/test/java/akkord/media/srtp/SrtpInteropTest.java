package akkord.media.srtp;

import static akkord.media.srtp.SrtpPackets.content;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import akkord.media.net.Packet;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both directions against jitsi-srtp, an implementation by others, across sequence wraps. */
class SrtpInteropTest {
  private static final int SSRC = 0x8BADF00D;

  @ParameterizedTest
  @EnumSource
  void jitsiReadsOurRtp(SrtpProfile profile) throws GeneralSecurityException {
    SrtpContext ours = SrtpContext.of(SrtpPackets.keys(profile));
    SrtpCryptoContext theirs = factory(profile, false).deriveContext(SSRC, 0);
    for (int i = 65_000; i < 66_000; i++) {
      Packet packet = SrtpPackets.rtp(SSRC, i, 40 + i % 1000);
      byte[] plain = content(packet);
      assertNull(ours.protectRtp(packet));
      assertEquals(
          SrtpErrorStatus.OK, theirs.reverseTransformPacket(new JitsiPacket(packet), false));
      assertArrayEquals(plain, content(packet));
    }
  }

  @ParameterizedTest
  @EnumSource
  void weReadJitsisRtp(SrtpProfile profile) throws GeneralSecurityException {
    SrtpContext ours = SrtpContext.of(SrtpPackets.mirrored(profile));
    SrtpCryptoContext theirs = factory(profile, true).deriveContext(SSRC, 0);
    for (int i = 65_000; i < 66_000; i++) {
      Packet packet = SrtpPackets.rtp(SSRC, i, 40 + i % 1000);
      byte[] plain = content(packet);
      assertEquals(SrtpErrorStatus.OK, theirs.transformPacket(new JitsiPacket(packet)));
      assertNull(ours.unprotectRtp(packet));
      assertArrayEquals(plain, content(packet));
    }
  }

  @ParameterizedTest
  @EnumSource
  void rtcpWorksBothWays(SrtpProfile profile) throws GeneralSecurityException {
    SrtpContext ours = SrtpContext.of(SrtpPackets.keys(profile));
    SrtcpCryptoContext reader = factory(profile, false).deriveControlContext(SSRC);
    SrtpContext mirrored = SrtpContext.of(SrtpPackets.mirrored(profile));
    SrtcpCryptoContext writer = factory(profile, true).deriveControlContext(SSRC);
    for (int i = 0; i < 200; i++) {
      Packet packet = SrtpPackets.rtcp(SSRC);
      byte[] plain = content(packet);
      assertNull(ours.protectRtcp(packet));
      assertEquals(SrtpErrorStatus.OK, reader.reverseTransformPacket(new JitsiPacket(packet)));
      assertArrayEquals(plain, content(packet));
      assertEquals(SrtpErrorStatus.OK, writer.transformPacket(new JitsiPacket(packet)));
      assertNull(mirrored.unprotectRtcp(packet));
      assertArrayEquals(plain, content(packet));
    }
  }

  /** The DTLS client's contexts: what it sends with, or what its peer reads with. */
  private static SrtpContextFactory factory(SrtpProfile profile, boolean sender) {
    byte[] material = SrtpPackets.material(profile);
    byte[] key = Arrays.copyOf(material, 16);
    byte[] salt = Arrays.copyOfRange(material, 32, 32 + profile.saltLength());
    SrtpPolicy policy =
        switch (profile) {
          case AEAD_AES_128_GCM ->
              new SrtpPolicy(
                  SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
          case AES128_CM_HMAC_SHA1_80 ->
              new SrtpPolicy(
                  SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
        };
    return new SrtpContextFactory(sender, key, salt, policy, policy, new LoggerImpl("srtp"));
  }

  private record JitsiPacket(Packet packet) implements ByteArrayBuffer {
    @Override
    public byte[] getBuffer() {
      return packet.bytes;
    }

    @Override
    public int getOffset() {
      return packet.offset;
    }

    @Override
    public int getLength() {
      return packet.length;
    }

    @Override
    public void setLength(int length) {
      packet.length = length;
    }

    @Override
    public void setOffset(int offset) {
      packet.offset = offset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int offset, int length, byte[] out) {
      System.arraycopy(packet.bytes, packet.offset + offset, out, 0, length);
    }

    @Override
    public void grow(int howMuch) {}

    @Override
    public void append(byte[] data, int length) {
      System.arraycopy(data, 0, packet.bytes, packet.offset + packet.length, length);
      packet.length += length;
    }

    @Override
    public void shrink(int length) {
      packet.length -= length;
    }
  }
}
