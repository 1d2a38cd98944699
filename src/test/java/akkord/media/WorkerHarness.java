package akkord.media;

import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.DtlsSession;
import akkord.media.ice.StunAttribute;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import akkord.media.net.UdpSocket;
import akkord.media.srtp.SrtpContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Opens a worker to tests of other packages: a turn of its loop at a time, keys without DTLS. */
public final class WorkerHarness {
  private final WorkerCounters counters = new WorkerCounters();
  private final MediaWorker worker;

  /** A worker that never starts a handshake. */
  public WorkerHarness(UdpSocket socket, Consumer<MediaEvent> events, long now) {
    this(socket, (role, dtls) -> null, events, now);
  }

  /** A worker that can do all that the server's can. */
  public WorkerHarness(
      UdpSocket socket, DtlsHandshake.Factory handshakes, Consumer<MediaEvent> events, long now) {
    worker = new MediaWorker(socket, handshakes, counters, events, now);
  }

  /** Queues an order. */
  public void submit(MediaCommand command) {
    if (!worker.submit(command)) {
      throw new IllegalStateException("the worker's queue is full");
    }
  }

  /** One turn of the loop. */
  public void doWork(long now) {
    worker.doWork(now);
  }

  /** Gives a transport keys and a session, as a handshake would. */
  public void secure(String transport, SrtpContext keys, DtlsSession session, long now) {
    worker.secure(transport, keys, session, "TEST", now);
  }

  /** Gives a transport keys, as a handshake would. */
  public void secure(String transport, SrtpContext keys, long now) {
    worker.secure(transport, keys, null, "TEST", now);
  }

  /** What was counted so far. */
  public MediaCounters counters() {
    return new MediaCounters(List.of(counters));
  }

  /** How many remote addresses are known. */
  public int addresses() {
    return worker.addresses();
  }

  /** Fills {@code packet} with a connectivity check that nominates. */
  public static void check(Packet packet, IceCredentials ours, IceCredentials theirs, byte[] id) {
    StunWriter stun = new StunWriter();
    byte[] name = (ours.ufrag() + ":" + theirs.ufrag()).getBytes(StandardCharsets.UTF_8);
    packet.clear();
    stun.begin(packet, StunMessage.BINDING_REQUEST, id, 0);
    stun.attribute(StunAttribute.USERNAME, name, name.length);
    stun.number64(StunAttribute.ICE_CONTROLLING, 1);
    stun.number32(StunAttribute.PRIORITY, 0x6E0001FFL);
    stun.flag(StunAttribute.USE_CANDIDATE);
    stun.integrity(new StunIntegrity(ours.password()));
    stun.fingerprint();
  }
}
