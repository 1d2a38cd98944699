/**
 * RTP as bytes: headers, header extensions, sequence numbers and what a payload's first bytes say
 * about frames (RFC 3550, 8285, 7741, 6184, 9628, 6464).
 *
 * <p>Flyweights wrap a {@link akkord.media.net.Packet} and read or change it in place; nothing here
 * keeps state about a stream, allocates per packet or throws on bytes from the network. May touch
 * {@code akkord.media} and {@code Packet} only.
 */
package akkord.media.rtp;
