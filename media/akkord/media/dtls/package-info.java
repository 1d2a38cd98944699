/**
 * DTLS 1.2 (RFC 6347) with use_srtp (RFC 5764): the handshake that yields SRTP keys, and the
 * records after it.
 *
 * <p>Datagrams that begin with 20..63 come in; flights, keys and application data go out. {@link
 * akkord.media.dtls.BouncyCastleHandshake} is the one class here that owns a thread: BouncyCastle's
 * handshake blocks. Application data after it goes by {@link akkord.media.dtls.GcmRecords}.
 * Everything else may touch its arguments and BouncyCastle only.
 *
 * <p>A transport uses it so: {@link akkord.media.dtls.DtlsHandshake.Factory#start} at the first
 * ClientHello (server) or once ICE has a path (client); {@link
 * akkord.media.dtls.DtlsHandshake#offer} for each DTLS datagram; {@link
 * akkord.media.dtls.DtlsEvent}s come back through the worker's mailbox. On {@link
 * akkord.media.dtls.DtlsEvent.Completed} it compares {@link
 * akkord.media.dtls.PeerCertificate#matches} with the announced fingerprint, as soon as it knows
 * one; only then may keys and application data be used. From then on it hands datagrams to {@link
 * akkord.media.dtls.DtlsSession}.
 */
package akkord.media.dtls;
