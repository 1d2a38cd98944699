/**
 * ICE-lite (RFC 8445) and the STUN codec it needs (RFC 8489).
 *
 * <p>Connectivity checks come in, signed answers go out, and the remote address to send media to
 * comes of it. May touch its arguments and HMAC-SHA1; no clocks, threads or sockets.
 */
package akkord.media.ice;
