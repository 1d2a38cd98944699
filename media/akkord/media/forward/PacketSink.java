package akkord.media.forward;

import akkord.media.Output;
import akkord.media.rtp.RtpPacket;

/** Where a {@link DownTrack} sends: a transport, a relay link, a recorder or a pacer. */
public interface PacketSink {
  /**
   * Whether packets can leave now: a path and keys exist. While false, a down-track writes nothing
   * and starts with a key frame afterwards.
   */
  boolean ready();

  /**
   * Sends one finished, plain RTP packet. The sink fills in the elements for the transport-wide
   * sequence number (RFC draft holmer-rmcat-transport-wide-cc) and the send time, where {@link
   * DownTrack#extensions} has ids for them (room is reserved), protects in place and passes the
   * packet to {@code out.send}. A retransmission without RTX repeats a sequence number that was
   * protected before.
   *
   * @param packet wraps a packet got from {@code out.packet()}; valid during the call
   * @param from which track it belongs to
   */
  void send(RtpPacket packet, DownTrack from, long now, Output out);

  /** A down-track that sends here threw while its publisher fed it: this is for the receiver. */
  void failed(RuntimeException cause);
}
