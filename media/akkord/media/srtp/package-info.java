/**
 * SRTP and SRTCP (RFC 3711, RFC 7714): authenticate, decrypt and encrypt packets in place.
 *
 * <p>A transport's datagrams flow through {@link akkord.media.srtp.SrtpContext}, made from the keys
 * of a DTLS handshake. May touch the JDK's ciphers, {@code akkord.media.net} and {@code
 * akkord.media.rtp}; knows nothing of tracks, clocks or sockets.
 */
package akkord.media.srtp;
