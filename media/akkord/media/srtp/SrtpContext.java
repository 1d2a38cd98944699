package akkord.media.srtp;

import akkord.media.DropReason;
import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/**
 * SRTP and SRTCP of one transport, both directions (RFC 3711, RFC 7714). Every method works in
 * place on the bytes of interest and answers null when the packet may go on, else why it may not;
 * none throws, whatever the bytes.
 *
 * <p>An SSRC is remembered only after one of its packets proved authentic, and at most {@link
 * #MAX_REMOTE_STREAMS} of them are; packets are checked against replay before they are decrypted.
 */
public final class SrtpContext {
  /** How many SSRCs of the peer are remembered; the least recently used goes first. */
  public static final int MAX_REMOTE_STREAMS = 1024;

  /** The most bytes that protecting adds to a packet. */
  public static final int MAX_OVERHEAD = 20;

  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;
  private static final int RTCP_INDEX = 4;
  private static final int MAX_RTCP_INDEX = Integer.MAX_VALUE;

  private final SrtpCipher rtpIn;
  private final SrtpCipher rtpOut;
  private final SrtpCipher rtcpIn;
  private final SrtpCipher rtcpOut;

  /** Where the SRTCP index lies, in bytes before the packet's end; 0 if there is none. */
  private final int rtcpIndexFromEnd;

  private final SrtpStreams remote = new SrtpStreams(MAX_REMOTE_STREAMS);
  // Ours, so bounded by what we send; forgetting one would use a nonce twice.
  private final SrtpStreams local = new SrtpStreams(Integer.MAX_VALUE);

  private SrtpContext(
      SrtpCipher rtpIn,
      SrtpCipher rtpOut,
      SrtpCipher rtcpIn,
      SrtpCipher rtcpOut,
      int rtcpIndexFromEnd) {
    this.rtpIn = rtpIn;
    this.rtpOut = rtpOut;
    this.rtcpIn = rtcpIn;
    this.rtcpOut = rtcpOut;
    this.rtcpIndexFromEnd = rtcpIndexFromEnd;
  }

  /** A context for the keys of one DTLS association. */
  public static SrtpContext of(SrtpKeys keys) {
    return switch (keys.profile()) {
      case AEAD_AES_128_GCM ->
          new SrtpContext(
              GcmCipher.derive(keys.remoteKey(), keys.remoteSalt(), false),
              GcmCipher.derive(keys.localKey(), keys.localSalt(), false),
              GcmCipher.derive(keys.remoteKey(), keys.remoteSalt(), true),
              GcmCipher.derive(keys.localKey(), keys.localSalt(), true),
              RTCP_INDEX);
      case AES128_CM_HMAC_SHA1_80 ->
          new SrtpContext(
              CmCipher.derive(keys.remoteKey(), keys.remoteSalt(), false),
              CmCipher.derive(keys.localKey(), keys.localSalt(), false),
              CmCipher.derive(keys.remoteKey(), keys.remoteSalt(), true),
              CmCipher.derive(keys.localKey(), keys.localSalt(), true),
              RTCP_INDEX + keys.profile().tagLength());
    };
  }

  /**
   * A context that leaves bytes as they are, for stories in virtual time and allocation tests. RTP
   * is still checked for form and replay; RTCP carries no index.
   */
  public static SrtpContext identity() {
    SrtpCipher none = new IdentityCipher();
    return new SrtpContext(none, none, none, none, 0);
  }

  /** Verifies, decrypts and strips an SRTP packet. */
  public DropReason unprotectRtp(Packet packet) {
    int header = rtpHeaderLength(packet);
    if (header < 0 || packet.length < header + rtpIn.overhead()) {
      return DropReason.RTP_MALFORMED;
    }
    int sequence = Bytes.getShort(packet.bytes, packet.offset + 2);
    int ssrc = Bytes.getInt(packet.bytes, packet.offset + 8);
    SrtpStream stream = remote.find(ssrc);
    long index = stream == null ? sequence : stream.rtpIndex(sequence);
    if (stream != null && stream.isRtpReplayed(index)) {
      return DropReason.SRTP_REPLAYED;
    }
    int length = rtpIn.unprotect(packet.bytes, packet.offset, header, packet.length, ssrc, index);
    if (length < 0) {
      return DropReason.SRTP_AUTHENTICATION;
    }
    if (stream == null) {
      stream = remote.add(ssrc);
    }
    stream.acceptRtp(index);
    packet.length = length;
    return null;
  }

  /**
   * Encrypts and signs an RTP packet. A stream starts below sequence number 32768, so that a peer
   * who misses the first packets still guesses the roll-over counter, and never jumps by half the
   * range.
   */
  public DropReason protectRtp(Packet packet) {
    int header = rtpHeaderLength(packet);
    if (header < 0) {
      return DropReason.RTP_MALFORMED;
    }
    if (!fits(packet, rtpOut)) {
      return DropReason.TOO_LARGE;
    }
    int sequence = Bytes.getShort(packet.bytes, packet.offset + 2);
    int ssrc = Bytes.getInt(packet.bytes, packet.offset + 8);
    long index = localStream(ssrc).nextRtp(sequence);
    packet.length = rtpOut.protect(packet.bytes, packet.offset, header, packet.length, ssrc, index);
    return null;
  }

  /** Verifies, decrypts and strips an SRTCP packet; one that is not encrypted is refused. */
  public DropReason unprotectRtcp(Packet packet) {
    if (!isRtcp(packet) || packet.length < RTCP_HEADER + rtcpIn.overhead()) {
      return DropReason.RTCP_MALFORMED;
    }
    if (rtcpIndexFromEnd == 0) {
      return null;
    }
    int word = Bytes.getInt(packet.bytes, packet.offset + packet.length - rtcpIndexFromEnd);
    if (word >= 0) {
      return DropReason.SRTP_AUTHENTICATION;
    }
    int ssrc = Bytes.getInt(packet.bytes, packet.offset + 4);
    long index = word & MAX_RTCP_INDEX;
    SrtpStream stream = remote.find(ssrc);
    if (stream != null && stream.isRtcpReplayed(index)) {
      return DropReason.SRTP_REPLAYED;
    }
    int length =
        rtcpIn.unprotect(packet.bytes, packet.offset, RTCP_HEADER, packet.length, ssrc, index);
    if (length < 0) {
      return DropReason.SRTP_AUTHENTICATION;
    }
    if (stream == null) {
      stream = remote.add(ssrc);
    }
    stream.acceptRtcp(index);
    packet.length = length;
    return null;
  }

  /** Encrypts and signs a compound RTCP packet. */
  public DropReason protectRtcp(Packet packet) {
    if (!isRtcp(packet)) {
      return DropReason.RTCP_MALFORMED;
    }
    if (!fits(packet, rtcpOut)) {
      return DropReason.TOO_LARGE;
    }
    if (rtcpIndexFromEnd == 0) {
      return null;
    }
    int ssrc = Bytes.getInt(packet.bytes, packet.offset + 4);
    long index = localStream(ssrc).nextRtcp();
    packet.length =
        rtcpOut.protect(packet.bytes, packet.offset, RTCP_HEADER, packet.length, ssrc, index);
    return null;
  }

  /** How many SSRCs of the peer are remembered. */
  public int remoteStreams() {
    return remote.size();
  }

  private SrtpStream localStream(int ssrc) {
    SrtpStream stream = local.find(ssrc);
    return stream == null ? local.add(ssrc) : stream;
  }

  private static boolean fits(Packet packet, SrtpCipher cipher) {
    return packet.offset + packet.length + cipher.overhead() <= packet.bytes.length;
  }

  private static boolean isRtcp(Packet packet) {
    return packet.length >= RTCP_HEADER && (packet.bytes[packet.offset] & 0xC0) == 0x80;
  }

  /** Header, CSRCs and extension in bytes (RFC 3550 5.1), -1 if they do not fit the packet. */
  private static int rtpHeaderLength(Packet packet) {
    if (packet.length < RTP_HEADER) {
      return -1;
    }
    byte first = packet.bytes[packet.offset];
    int length = RTP_HEADER + 4 * (first & 0x0F);
    if ((first & 0xC0) != 0x80 || length > packet.length) {
      return -1;
    }
    if ((first & 0x10) != 0) {
      if (length + 4 > packet.length) {
        return -1;
      }
      length += 4 + 4 * Bytes.getShort(packet.bytes, packet.offset + length + 2);
    }
    return length <= packet.length ? length : -1;
  }
}
