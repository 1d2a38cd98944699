/**
 * Rooms: roster, fan-out of updates and of data, timers, active speakers, placement of media.
 *
 * <p>Participants tell a room what changed and hand it their data packets, it tells the others and
 * orders their workers to send. No media and no SDP here.
 */
package akkord.actors.room;
