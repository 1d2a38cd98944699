/**
 * Sockets, packets and the table that finds the transport a datagram belongs to.
 *
 * <p>Datagrams flow from {@code UdpSocket.receive} through {@code Demux} to a transport, and back
 * through {@code UdpSocket.send} and {@code flush}. May touch channels, addresses and native
 * memory; knows no protocol beyond the ufrag of a STUN request.
 */
package akkord.media.net;
