package akkord.media.srtp;

import akkord.media.rtp.SequenceNumber;

/** What one SSRC of one direction needs remembered. */
final class SrtpStream {
  // As wide as libwebrtc's: a retransmission without RTX may come some hundred packets late.
  private static final int RTP_WINDOW = 1024;
  private static final int RTCP_WINDOW = 128;

  final int ssrc;

  /** Next in the same bucket of {@link SrtpStreams}. */
  SrtpStream next;

  /** Its neighbours in the order of use of {@link SrtpStreams}. */
  SrtpStream older;

  SrtpStream newer;

  /** Inbound only, null before the first authentic packet of its kind. */
  private ReplayWindow rtp;

  private ReplayWindow rtcp;

  /** Outbound only: highest SRTP index sent and last SRTCP index sent, -1 for none. */
  private long sentRtp = -1;

  private long sentRtcp = -1;

  SrtpStream(int ssrc) {
    this.ssrc = ssrc;
  }

  /**
   * The index nearest to {@code highest} whose low 16 bits are {@code sequence} (RFC 3711 3.3.1);
   * the sequence itself if {@code highest} is -1. May be negative just after the start.
   */
  static long nearestIndex(long highest, int sequence) {
    return highest < 0 ? sequence : SequenceNumber.extend(highest, sequence);
  }

  long rtpIndex(int sequence) {
    return nearestIndex(rtp == null ? -1 : rtp.highest(), sequence);
  }

  boolean isRtpReplayed(long index) {
    return index < 0 || (rtp != null && rtp.isReplayed(index));
  }

  void acceptRtp(long index) {
    if (rtp == null) {
      rtp = new ReplayWindow(RTP_WINDOW);
    }
    rtp.accept(index);
  }

  boolean isRtcpReplayed(long index) {
    return rtcp != null && rtcp.isReplayed(index);
  }

  void acceptRtcp(long index) {
    if (rtcp == null) {
      rtcp = new ReplayWindow(RTCP_WINDOW);
    }
    rtcp.accept(index);
  }

  /** The index to send {@code sequence} with. */
  long nextRtp(int sequence) {
    long index = Math.max(0, nearestIndex(sentRtp, sequence));
    sentRtp = Math.max(sentRtp, index);
    return index;
  }

  /** The index to send the next SRTCP packet with, 0 first. */
  long nextRtcp() {
    return ++sentRtcp;
  }
}
