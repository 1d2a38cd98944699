/**
 * Webhooks: what happens in rooms, posted to the operator's back ends.
 *
 * <p>In comes {@code RoomNews} from the rooms of this node; {@code RoomLedger} makes events of it,
 * each once; {@code Delivery} posts them to one URL, in the order of each room, until they are
 * taken or too old. May touch Akka HTTP's client and the room's news; no actor's state.
 */
package akkord.api.webhook;
