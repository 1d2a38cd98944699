/**
 * One peer connection: where ICE, DTLS, SRTP, RTP and RTCP meet.
 *
 * <p>A datagram enters {@link akkord.media.transport.Transport}, is told apart by its first byte
 * (RFC 7983), verified, and goes to the up-track it belongs to; what down-tracks send leaves by the
 * same transport, protected. What DTLS carries goes to the data channels ({@code DataLink}). RTCP
 * is taken apart and made here. {@link akkord.media.transport.TrackTable} joins up-tracks and
 * down-tracks of one worker. May touch the other protocol packages; knows no sockets, threads or
 * clocks.
 */
package akkord.media.transport;
