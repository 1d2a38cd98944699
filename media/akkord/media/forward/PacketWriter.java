package akkord.media.forward;

import akkord.media.net.Packet;
import akkord.media.rtp.HeaderRewriter;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.Vp8Descriptor;

/** Puts together one outgoing packet: new header, rewritten descriptor, the publisher's payload. */
final class PacketWriter {
  private static final int OSN_LENGTH = 2;

  /** Bytes left free for what protection appends (RFC 3711 3.1, RFC 7714 5.2). */
  private static final int TRAILER = 32;

  private final RtpPacket outgoing = new RtpPacket();
  private HeaderRewriter headers;

  /** Takes the header ids of publisher and subscriber. */
  void headers(HeaderRewriter headers) {
    this.headers = headers;
  }

  /**
   * Writes {@code source} to {@code target}; the fixed header stays to be changed by the caller.
   *
   * @param originalSequenceNumber of a retransmission (RFC 4588 4), -1 for anything else
   * @param vp8 the descriptor of the payload, null if it is not VP8
   * @return what was written, null if it does not fit
   */
  RtpPacket write(
      RtpPacket source,
      Packet target,
      int originalSequenceNumber,
      Vp8Descriptor vp8,
      int pictureId,
      int tl0PicIdx,
      int keyIdx) {
    int at = headers.write(source, target);
    int payload = source.payloadOffset();
    int rest = source.payloadLength();
    int longest = OSN_LENGTH + rest + 1 + TRAILER;
    if (at < 0 || at + longest > Packet.CAPACITY) {
      return null;
    }
    byte[] bytes = target.bytes;
    if (originalSequenceNumber >= 0) {
      bytes[at++] = (byte) (originalSequenceNumber >> 8);
      bytes[at++] = (byte) originalSequenceNumber;
    }
    if (vp8 != null) {
      at += vp8.write(bytes, at, pictureId, tl0PicIdx, keyIdx);
      payload += vp8.length();
      rest -= vp8.length();
    }
    System.arraycopy(source.packet().bytes, payload, bytes, at, rest);
    target.length = at + rest;
    return outgoing.wrap(target) ? outgoing : null;
  }
}
