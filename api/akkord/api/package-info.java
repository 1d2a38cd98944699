/**
 * The edges of the server: HTTP and WebSocket on one side, actors on the other.
 *
 * <p>Requests and frames come in, messages to entities go out, and back. Nothing here decides about
 * rooms or media, and nothing here knows the media plane.
 */
package akkord.api;
