/**
 * SCTP for data channels (RFC 9260, 8831, 8832): one association over one DTLS session.
 *
 * <p>{@link akkord.media.sctp.DataChannels} is the whole of it to a transport: decrypted packets
 * and messages to send come in; packets to encrypt, messages and news of channels go to its {@link
 * akkord.media.sctp.DataChannels.User}. Below it {@link akkord.media.sctp.Association} knows
 * streams of messages and no channels: {@code Handshake} sets it up, {@code Sender} (queue, flight,
 * congestion) and {@code Receiver} (what has come, reassembly, order) carry messages, as I-DATA
 * (RFC 8260) where the peer knows it, so that streams do not wait for each other; {@code
 * StreamReset} closes streams. It may touch byte arrays, {@code net.Bytes}, CRC32c and HMAC; time
 * and randomness are arguments. Everything that a peer can make grow is bounded.
 */
package akkord.media.sctp;
