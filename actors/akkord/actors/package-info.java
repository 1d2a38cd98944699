/**
 * The actors of a call and what they share: how entities are addressed, serialised and configured.
 *
 * <p>In comes signalling from the HTTP edge and {@code MediaEvent} from the node's media plane; out
 * go {@code SignalResponse} to clients and {@code MediaCommand} to workers. May touch Akka Typed,
 * the wire protocol and the media plane's contract; no sockets, threads or packets.
 */
package akkord.actors;
