/**
 * One participant of a room: its signal connection, permissions, publications, subscriptions and
 * the descriptions of its peer connections.
 *
 * <p>What flows through: the client's requests come in, orders to the media worker and responses to
 * the client go out. {@link akkord.actors.participant.AnsweringConnection} and {@link
 * akkord.actors.participant.OfferingConnection} turn SDP into orders; they are pure and know no
 * Akka. It may touch {@code akkord.proto}, {@code akkord.media.sdp} and the media plane's commands,
 * never sockets, threads or packets.
 */
package akkord.actors.participant;
