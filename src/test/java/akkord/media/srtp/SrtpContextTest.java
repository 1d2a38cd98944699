package akkord.media.srtp;

import static akkord.media.srtp.SrtpPackets.content;
import static akkord.media.srtp.SrtpPackets.copy;
import static akkord.media.srtp.SrtpPackets.keys;
import static akkord.media.srtp.SrtpPackets.mirrored;
import static akkord.media.srtp.SrtpPackets.rtcp;
import static akkord.media.srtp.SrtpPackets.rtp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import akkord.media.DropReason;
import akkord.media.net.Packet;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {
  private static final int SSRC = 0xCAFE0001;

  @ParameterizedTest
  @EnumSource
  void followsSequenceNumbersAcrossTheWrap(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    for (int i = 65_530;
        i < 3 * 65_536 + 10;
        i += i % 65_536 > 65_520 || i % 65_536 < 20 ? 1 : 997) {
      Packet packet = rtp(SSRC, i, 40);
      byte[] plain = content(packet);
      assertNull(alice.protectRtp(packet));
      assertEquals(plain.length + profile.tagLength(), packet.length);
      assertNull(bob.unprotectRtp(packet), "packet " + i);
      assertArrayEquals(plain, content(packet));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesPacketsReorderedAroundTheWrap(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Packet[] sent = new Packet[40];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = rtp(SSRC, 65_516 + i, 40);
      assertNull(alice.protectRtp(sent[i]));
    }
    assertNull(bob.unprotectRtp(copy(sent[0])));
    for (int i = sent.length - 1; i > 0; i--) {
      assertNull(bob.unprotectRtp(copy(sent[i])), "packet " + i);
    }
    for (Packet packet : sent) {
      assertEquals(DropReason.SRTP_REPLAYED, bob.unprotectRtp(copy(packet)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void roundTripsRtcpAndRefusesItsReplay(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    for (int i = 0; i < 300; i++) {
      Packet packet = rtcp(SSRC);
      byte[] plain = content(packet);
      assertNull(alice.protectRtcp(packet));
      Packet again = copy(packet);
      assertNull(bob.unprotectRtcp(packet));
      assertArrayEquals(plain, content(packet));
      assertEquals(DropReason.SRTP_REPLAYED, bob.unprotectRtcp(again));
    }
  }

  @ParameterizedTest
  @EnumSource
  void worksAtAnyOffset(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Packet packet = rtp(SSRC, 7, 100);
    byte[] plain = content(packet);
    System.arraycopy(packet.bytes, 0, packet.bytes, 64, packet.length);
    packet.offset = 64;
    assertNull(alice.protectRtp(packet));
    assertNull(bob.unprotectRtp(packet));
    assertArrayEquals(plain, content(packet));
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryFlippedBit(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Packet rtp = rtp(SSRC, 7, 12);
    alice.protectRtp(rtp);
    Packet rtcp = rtcp(SSRC);
    alice.protectRtcp(rtcp);
    for (int bit = 0; bit < 8 * rtp.length; bit++) {
      assertNotAccepted(bob.unprotectRtp(flipped(rtp, bit)), bit);
    }
    for (int bit = 0; bit < 8 * rtcp.length; bit++) {
      assertNotAccepted(bob.unprotectRtcp(flipped(rtcp, bit)), bit);
    }
    assertEquals(0, bob.remoteStreams());
    assertNull(bob.unprotectRtp(rtp));
    assertNull(bob.unprotectRtcp(rtcp));
  }

  private static void assertNotAccepted(DropReason reason, int bit) {
    assertFalse(reason == null, "bit " + bit);
  }

  private static Packet flipped(Packet packet, int bit) {
    Packet copy = copy(packet);
    copy.bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void refusesUnencryptedRtcp(SrtpProfile profile) {
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Packet packet = rtcp(SSRC);
    packet.length += 20;
    assertEquals(DropReason.SRTP_AUTHENTICATION, bob.unprotectRtcp(packet));
  }

  @ParameterizedTest
  @EnumSource
  void aBadTagDoesNotMoveTheWindow(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    for (int i = 0; i < 3; i++) {
      Packet packet = rtp(SSRC, i, 40);
      alice.protectRtp(packet);
      assertNull(bob.unprotectRtp(packet));
    }
    assertEquals(DropReason.SRTP_AUTHENTICATION, bob.unprotectRtp(rtp(SSRC, 30_000, 40)));
    Packet packet = rtp(SSRC, 3, 40);
    alice.protectRtp(packet);
    assertNull(bob.unprotectRtp(packet));
  }

  @ParameterizedTest
  @EnumSource
  void aPacketOlderThanTheWindowIsRefused(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Packet late = rtp(SSRC, 0, 40);
    Packet inTime = rtp(SSRC, 1, 40);
    Packet newest = rtp(SSRC, 1024, 40);
    alice.protectRtp(late);
    alice.protectRtp(inTime);
    alice.protectRtp(newest);
    assertNull(bob.unprotectRtp(newest));
    assertNull(bob.unprotectRtp(inTime));
    assertEquals(DropReason.SRTP_REPLAYED, bob.unprotectRtp(late));
  }

  @ParameterizedTest
  @EnumSource
  void aPlainRetransmissionMayFollowItself(SrtpProfile profile) {
    SrtpContext alice = SrtpContext.of(keys(profile));
    Packet first = rtp(SSRC, 9, 40);
    Packet second = copy(first);
    assertNull(alice.protectRtp(first));
    assertNull(alice.protectRtp(second));
    assertArrayEquals(content(first), content(second));
  }

  @Test
  void aMillionForgedStreamsLeaveNothingBehind() {
    SrtpContext bob = SrtpContext.of(mirrored(SrtpProfile.AES128_CM_HMAC_SHA1_80));
    Packet packet = new Packet();
    for (int i = 0; i < 1_000_000; i++) {
      SrtpPackets.fillRtp(packet, i, i, 0);
      packet.length += 10;
      assertEquals(DropReason.SRTP_AUTHENTICATION, bob.unprotectRtp(packet));
    }
    assertEquals(0, bob.remoteStreams());
  }

  @Test
  void evenAuthenticStreamsAreBounded() {
    SrtpContext bob = SrtpContext.identity();
    Packet packet = new Packet();
    for (int i = 0; i < 100_000; i++) {
      SrtpPackets.fillRtp(packet, i, 5, 0);
      assertNull(bob.unprotectRtp(packet));
      SrtpPackets.fillRtp(packet, SSRC, i, 0);
      assertNull(bob.unprotectRtp(packet), "the stream in use is kept");
    }
    assertEquals(SrtpContext.MAX_REMOTE_STREAMS, bob.remoteStreams());
    assertEquals(DropReason.SRTP_REPLAYED, bob.unprotectRtp(packet));
  }

  @Test
  void refusesWhatIsNoRtpOrDoesNotFit() {
    for (SrtpContext context :
        new SrtpContext[] {
          SrtpContext.identity(), SrtpContext.of(keys(SrtpProfile.AEAD_AES_128_GCM))
        }) {
      Packet packet = rtp(SSRC, 1, 0);
      packet.length = 11;
      assertEquals(DropReason.RTP_MALFORMED, context.unprotectRtp(packet));
      assertEquals(DropReason.RTP_MALFORMED, context.protectRtp(packet));
      packet.length = 19;
      assertEquals(DropReason.RTP_MALFORMED, context.protectRtp(packet), "extension is cut");
      packet.length = 7;
      assertEquals(DropReason.RTCP_MALFORMED, context.unprotectRtcp(packet));
      assertEquals(DropReason.RTCP_MALFORMED, context.protectRtcp(packet));
    }
    Packet full = rtp(SSRC, 1, Packet.CAPACITY - 20);
    SrtpContext gcm = SrtpContext.of(keys(SrtpProfile.AEAD_AES_128_GCM));
    assertEquals(DropReason.TOO_LARGE, gcm.protectRtp(full));
    assertEquals(DropReason.TOO_LARGE, gcm.protectRtcp(full));
  }

  @ParameterizedTest
  @EnumSource
  void randomBytesNeverThrow(SrtpProfile profile) {
    SrtpContext bob = SrtpContext.of(mirrored(profile));
    Random random = new Random(1);
    Packet packet = new Packet();
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(packet.bytes);
      packet.bytes[0] = (byte) ((packet.bytes[0] & 0x3F) | 0x80);
      packet.offset = random.nextInt(4);
      packet.length = random.nextInt(200);
      bob.unprotectRtp(packet);
      bob.unprotectRtcp(packet);
    }
    assertEquals(0, bob.remoteStreams());
  }

  @Test
  void allocatesNothingWithTheIdentityCipher() {
    SrtpContext alice = SrtpContext.identity();
    Packet packet = new Packet();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int i = 0; i < 60_000; i++) {
      if (i == 30_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      SrtpPackets.fillRtp(packet, SSRC + i % 16, i / 16, 1000);
      alice.unprotectRtp(packet);
      alice.protectRtp(packet);
    }
    long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 30_000;
    assertEquals(0, perPacket);
  }

  @Test
  void keysAreOfTheRightLengthAndHidden() {
    byte[] key = new byte[16];
    byte[] salt = new byte[12];
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
    assertEquals("SrtpKeys[AEAD_AES_128_GCM]", keys.toString());
    byte[] tooLong = Arrays.copyOf(salt, 14);
    assertThrows(
        IllegalArgumentException.class,
        () -> new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, tooLong, key, salt));
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.of(7).orElseThrow());
    assertEquals(SrtpProfile.AES128_CM_HMAC_SHA1_80, SrtpProfile.of(1).orElseThrow());
    assertEquals(60, SrtpProfile.AES128_CM_HMAC_SHA1_80.exportLength());
  }
}
