/**
 * WebSocket messages over Akka HTTP's frames (RFC 6455, the server's side).
 *
 * <p>Frames come in from Akka HTTP, which parses and writes their headers; whole messages come out,
 * and go back as frames. Pings, pongs, the closing handshake and the limits on what a client may
 * send are kept here. Touches Akka Streams and Akka HTTP's frames; knows nothing of what messages
 * mean.
 */
package akkord.api.websocket;
