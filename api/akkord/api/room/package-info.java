/**
 * The room service: Twirp over HTTP, as LiveKit's server SDKs and CLI call it (livekit.md 3).
 *
 * <p>A request flows through route, codec, grants and limits to one method, which asks one room,
 * participant or directory; its answer becomes a protobuf message and that the reply. May touch
 * Akka HTTP, {@code akkord.proto}, {@code akkord.api.auth} and the actors' protocols; decides
 * nothing about rooms.
 */
package akkord.api.room;
