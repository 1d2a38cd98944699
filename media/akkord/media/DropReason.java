package akkord.media;

/** Why a packet went no further: also the label of the {@code dropped packets} metric. */
public enum DropReason {
  /** First byte belongs to no protocol of RFC 7983, or the datagram is too short for its own. */
  UNKNOWN_PROTOCOL,
  /** From an address that no transport has validated by STUN. */
  UNKNOWN_ADDRESS,
  /** STUN that does not parse, or lacks a required attribute. */
  STUN_MALFORMED,
  /** STUN FINGERPRINT absent or wrong. */
  STUN_FINGERPRINT,
  /** STUN for a ufrag nobody here uses. */
  STUN_UNKNOWN_UFRAG,
  /** STUN MESSAGE-INTEGRITY absent or wrong. */
  STUN_INTEGRITY,
  /** An authentic STUN check from an address that is another peer's for sure. */
  STUN_ADDRESS_TAKEN,
  /** STUN that asks for no answer: an indication or a response. */
  STUN_IGNORED,
  /** DTLS record that does not parse, or comes when no handshake can take it. */
  DTLS_MALFORMED,
  /** DTLS application data that its sender did not make: wrong authentication tag. */
  DTLS_AUTHENTICATION,
  /** DTLS application data whose number was seen before, or is too old. */
  DTLS_REPLAYED,
  /** More DTLS datagrams than a handshake, or those of a worker together, may queue. */
  DTLS_OVERFLOW,
  /** SCTP packet whose chunks do not fill it. */
  SCTP_MALFORMED,
  /** SCTP packet with a wrong checksum. */
  SCTP_CHECKSUM,
  /** SCTP packet with another association's verification tag. */
  SCTP_TAG,
  /** SCTP chunk that makes no sense now: nobody waits for it, or it names what is not there. */
  SCTP_UNEXPECTED,
  /** SCTP data that came before. */
  SCTP_DUPLICATE,
  /** SCTP data beyond the receive window. */
  SCTP_WINDOW_FULL,
  /** A message for or from a data channel that is not open. */
  DATA_NO_CHANNEL,
  /** A data channel message of an unknown kind, or an opening that cannot be. */
  DATA_UNKNOWN,
  /** A message longer than the receiver takes. */
  DATA_TOO_LARGE,
  /** An old message of a lossy data channel, given up for newer ones. */
  DATA_LOSSY_OVERFLOW,
  /** A data track's frame whose header does not parse, or is of another version. */
  DATA_TRACK_MALFORMED,
  /** A frame with a handle that its sender has not published. */
  DATA_TRACK_UNKNOWN,
  /** RTP or RTCP before the keys are known. */
  SRTP_NOT_READY,
  /** SRTP or SRTCP with a wrong authentication tag. */
  SRTP_AUTHENTICATION,
  /** SRTP or SRTCP index seen before, or too old. */
  SRTP_REPLAYED,
  /** RTP header, extension or padding that does not parse. */
  RTP_MALFORMED,
  /** Authenticated RTP that matches no SSRC, MID, RID or payload type in the description. */
  RTP_UNKNOWN_STREAM,
  /** RTP with a payload type that was not negotiated for its stream. */
  RTP_UNKNOWN_PAYLOAD_TYPE,
  /** A duplicate of a packet that was already forwarded. */
  RTP_DUPLICATE,
  /** Too old to be renumbered. */
  RTP_TOO_OLD,
  /** Padding only: counted for feedback, not forwarded. */
  RTP_PADDING_ONLY,
  /** The publisher muted the track. */
  TRACK_MUTED,
  /** RTCP that does not parse; the rest of the compound packet is skipped. */
  RTCP_MALFORMED,
  /** RTCP of a type nobody here uses. */
  RTCP_IGNORED,
  /** A retransmission was asked for that is no longer in the cache. */
  RETRANSMISSION_EXPIRED,
  /** A layer, pause or key-frame wait keeps it from this subscriber. */
  NOT_SELECTED,
  /** The subscriber's transport has no path or keys yet. */
  SINK_NOT_READY,
  /** The socket would not take it. */
  SOCKET_FULL,
  /** It came while the socket's receive buffer was full. */
  RECEIVE_BUFFER_FULL,
  /** Larger than a packet may be, sent or received. */
  TOO_LARGE,
  /** A relay link or queue between workers is full. */
  RELAY_FULL,
  /** An exception in a protocol class. */
  INTERNAL_ERROR
}
