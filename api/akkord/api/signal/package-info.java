/**
 * LiveKit's signalling edge: {@code /rtc} and {@code /rtc/v1} with their validate paths.
 *
 * <p>WebSocket frames come in and reach the participant's entity as signal requests; signal
 * responses go out in the client's format. One {@link akkord.api.signal.SignalConnection} actor
 * holds each socket and, with it, what brings a crashed participant back. Touches Akka HTTP, the
 * protocol's messages and the participant's commands; no room state, no media.
 */
package akkord.api.signal;
