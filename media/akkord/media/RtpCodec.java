package akkord.media;

/**
 * A codec as one m-line negotiated it.
 *
 * @param codec which
 * @param payloadType 0..127
 * @param fmtp the {@code a=fmtp} parameters, empty if none
 * @param rtxPayloadType payload type of its retransmissions (RFC 4588), -1 if not negotiated
 * @param nack whether generic NACK is negotiated
 * @param pli whether Picture Loss Indication is negotiated
 * @param transportCc whether transport-wide congestion control feedback is negotiated
 */
public record RtpCodec(
    Codec codec,
    int payloadType,
    String fmtp,
    int rtxPayloadType,
    boolean nack,
    boolean pli,
    boolean transportCc) {}
