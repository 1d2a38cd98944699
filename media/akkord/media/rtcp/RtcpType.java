package akkord.media.rtcp;

/** What a block of a compound RTCP packet is. */
public enum RtcpType {
  /** SR, RFC 3550 6.4.1. */
  SENDER_REPORT,
  /** RR, RFC 3550 6.4.2. */
  RECEIVER_REPORT,
  /** SDES, RFC 3550 6.5. */
  SDES,
  /** BYE, RFC 3550 6.6. */
  BYE,
  /** Generic NACK, RFC 4585 6.2.1. */
  NACK,
  /** Transport-wide congestion control feedback, draft-holmer-rmcat-transport-wide-cc-01. */
  TRANSPORT_FEEDBACK,
  /** Picture loss indication, RFC 4585 6.3.1. */
  PLI,
  /** Full intra request, RFC 5104 4.3.1. */
  FIR,
  /** Receiver estimated maximum bitrate, draft-alvestrand-rmcat-remb-03. */
  REMB,
  /** XR, RFC 3611. */
  EXTENDED_REPORT,
  /** Well formed, but of no use here. */
  OTHER
}
