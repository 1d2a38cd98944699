package akkord.fuzz;

import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import akkord.media.srtp.SrtpKeys;
import akkord.media.srtp.SrtpProfile;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** No datagram throws in SRTP or is taken for authentic, and nothing is remembered of it. */
class SrtpFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void unprotect(byte[] data) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      byte[] exported = new byte[profile.exportLength()];
      SrtpContext context = SrtpContext.of(SrtpKeys.fromExport(profile, exported, true));
      if (context.unprotectRtp(packet(data)) == null
          || context.unprotectRtcp(packet(data)) == null
          || context.remoteStreams() != 0) {
        throw new AssertionError("took a forged packet for authentic");
      }
    }
    SrtpContext identity = SrtpContext.identity();
    identity.unprotectRtp(packet(data));
    identity.unprotectRtcp(packet(data));
  }

  private static Packet packet(byte[] data) {
    Packet packet = new Packet();
    packet.length = Math.min(data.length, Packet.CAPACITY);
    packet.offset = Packet.CAPACITY - packet.length;
    System.arraycopy(data, 0, packet.bytes, packet.offset, packet.length);
    return packet;
  }
}
