/**
 * Akkord as a client of a LiveKit server: signalling over WebSocket and one peer connection.
 *
 * <p>Used by the load benchmark, and meant for every command that joins a room. Frames flow from
 * {@link akkord.app.client.SignalClient}, datagrams through {@link akkord.app.client.ClientLoop} to
 * {@link akkord.app.client.ClientTransport}. May touch sockets, threads and the media protocols;
 * the server never uses it.
 */
package akkord.app.client;
