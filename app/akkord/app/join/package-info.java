/**
 * A participant without a screen: joins a room as any client does, publishes files and records what
 * it receives.
 *
 * <p>Frames of files flow out as RTP, RTP flows in and becomes files, and what happens in the room
 * becomes lines. May touch {@code akkord.app.client}, {@code akkord.app.file} and LiveKit's
 * messages; knows nothing of the server's inside.
 */
package akkord.app.join;
