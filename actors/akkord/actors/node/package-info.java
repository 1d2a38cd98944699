/**
 * The one actor that touches the media plane.
 *
 * <p>Orders of rooms, participants and tracks go down to worker threads, events come back to
 * whoever owns what they are about. Data, of which there is most, takes a shorter way: from a room
 * of the same node straight to the worker's queue ({@link DataDoor}), and events straight to who
 * listens. May touch {@code MediaPlane}; knows nothing of rooms.
 */
package akkord.actors.node;
