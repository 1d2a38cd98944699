package akkord.media.transport;

import akkord.media.MediaEvent.TransportFailure;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.sctp.PacketWriter;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What a transport needs of the worker that carries it. All calls are on the worker's thread. */
public interface TransportHost {
  /**
   * Datagrams from {@code remote} are for {@code transport} from now on.
   *
   * @return false, and no change, if another transport {@linkplain Transport#holds holds} it
   */
  boolean addressValidated(Transport transport, InetSocketAddress remote, long now);

  /** Datagrams from {@code remote} are not for {@code transport} any more. */
  void addressForgotten(Transport transport, InetSocketAddress remote);

  /** STUN for {@code ufrag} is not for {@code transport} any more. */
  void ufragRetired(Transport transport, String ufrag);

  /** Closes {@code transport} and tells its owner, once the present packet has been worked off. */
  void failed(Transport transport, TransportFailure failure, String detail);

  /** The same for one that threw: the rest of the worker goes on. */
  void crashed(Transport transport, RuntimeException cause);

  /** Starts handshakes. */
  DtlsHandshake.Factory handshakes();

  /**
   * Takes a handshake's events from its thread and brings them to {@link Transport#onDtls}; may be
   * called from any thread.
   */
  Consumer<DtlsEvent> mailbox(Transport transport);

  /** For secrets. */
  RandomGenerator random();

  /** Writes the SCTP packets of all its transports. */
  PacketWriter packetWriter();

  /** All tracks of the worker. */
  TrackTable tracks();

  /** All its data tracks. */
  DataTrackTable dataTracks();
}
