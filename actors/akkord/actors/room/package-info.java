/**
 * Rooms: roster, fan-out of updates, timers, active speakers, placement of media.
 *
 * <p>Participants tell a room what changed, it tells the others. No media and no SDP here.
 */
package akkord.actors.room;
