/**
 * The one actor that touches the media plane.
 *
 * <p>Orders of rooms, participants and tracks go down to worker threads, events come back to
 * whoever owns what they are about. May touch {@code MediaPlane}; knows nothing of rooms.
 */
package akkord.actors.node;
