/**
 * Commands that talk to a running server: its room API over HTTP, and what they print.
 *
 * <p>Options flow in, a {@link akkord.app.cli.RoomApi} call goes out, lines or JSON come back. May
 * touch HTTP, tokens and LiveKit's messages; knows nothing of the server's inside.
 */
package akkord.app.cli;
