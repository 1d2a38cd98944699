package akkord.media;

import akkord.media.MediaEvent.TransportClosed;
import akkord.media.MediaEvent.TransportFailed;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.DtlsSession;
import akkord.media.forward.DownTrack;
import akkord.media.forward.UpTrack;
import akkord.media.ice.StunMessage;
import akkord.media.net.Demux;
import akkord.media.net.Packet;
import akkord.media.net.UdpSocket;
import akkord.media.sctp.PacketWriter;
import akkord.media.srtp.SrtpContext;
import akkord.media.transport.DataTrackTable;
import akkord.media.transport.TrackTable;
import akkord.media.transport.Transport;
import akkord.media.transport.TransportHost;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * One worker: its transports, and the duty cycle that serves them. {@link #doWork} is a whole turn
 * of the loop with the time as its argument, so that a story can run a worker in virtual time;
 * {@link WorkerThread} turns it for real.
 *
 * <p>{@link #submit} and the counters may be used from any thread, all else from one.
 */
final class MediaWorker {
  /** Orders that wait; more are refused. */
  static final int COMMAND_CAPACITY = 8192;

  /** Orders carried out in one turn, so that packets never wait long. */
  static final int COMMANDS_PER_CYCLE = 256;

  /** Datagrams taken in one turn. */
  static final int BATCH = 64;

  /**
   * Batches taken in one turn: what came while the first was served leaves with it, so that the
   * packets of a frame to one subscriber can share a send.
   */
  static final int BATCHES = 4;

  /** No further batch is taken once so many packets wait to leave. */
  static final int FULL_QUEUE = 1024;

  /** How often timers are looked at. */
  static final long TICK = 5_000_000L;

  /** The same while there is nothing to time. */
  static final long IDLE_TICK = 100_000_000L;

  /** A turn so shortly before timers are due looks at them too: that saves one for them alone. */
  private static final long TICK_SLACK = 1_000_000L;

  /** How often the kernel is asked what it dropped. */
  static final long SOCKET_CHECK = 1_000_000_000L;

  /**
   * Packets of a message to many that leave together, as the first need not wait for the last; with
   * those of the next messages, if these are there: packets of one destination share a send.
   */
  private static final int DATA_BURST = 32;

  private static final int MAX_STUN_FIRST_BYTE = 3;

  private record Doomed(Transport transport, TransportFailure failure, String detail) {}

  private final UdpSocket socket;
  private final WorkerCounters counters;
  private final DtlsHandshake.Factory handshakes;
  private final ManyToOneConcurrentArrayQueue<MediaCommand> commands =
      new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);
  private final HandshakeMail mail;
  private final Packet[] batch = new Packet[BATCH];
  private final Demux<Transport> demux = new Demux<>();
  private final TrackTable tracks = new TrackTable();
  private final DataTrackTable dataTracks = new DataTrackTable();
  private final Map<String, Transport> transports = new HashMap<>();
  private final Targets targets = new Targets(transports);
  private final List<Doomed> doomed = new ArrayList<>();
  private final Host host = new Host();
  private final WorkerOutput out;
  private final RandomGenerator random = new SecureRandom();
  private final PacketWriter packetWriter = new PacketWriter();
  private final Loudness loudness = new Loudness();
  private Transport[] transportArray = new Transport[0];
  private long nextTick;
  private long nextSocketCheck;

  /**
   * @param socket what it sends and receives with; its own
   * @param events where its events go
   */
  MediaWorker(
      UdpSocket socket,
      DtlsHandshake.Factory handshakes,
      WorkerCounters counters,
      Consumer<MediaEvent> events,
      long now) {
    this.socket = socket;
    this.handshakes = handshakes;
    this.counters = counters;
    mail = new HandshakeMail(COMMAND_CAPACITY, socket::wakeup, this::onDtls);
    out = new WorkerOutput(socket, counters, events);
    nextTick = now;
    nextSocketCheck = now;
    for (int i = 0; i < batch.length; i++) {
      batch[i] = new Packet();
    }
  }

  private final class Host implements TransportHost {
    @Override
    public boolean addressValidated(Transport transport, InetSocketAddress remote, long now) {
      Transport incumbent = demux.find(remote);
      if (incumbent == transport) {
        return true;
      }
      boolean isTaken = incumbent != null && incumbent.holds(remote, now);
      if (!isTaken) {
        demux.addAddress(remote, transport);
      }
      return !isTaken;
    }

    @Override
    public void addressForgotten(Transport transport, InetSocketAddress remote) {
      demux.removeAddress(remote, transport);
    }

    @Override
    public void ufragRetired(Transport transport, String ufrag) {
      demux.removeUfrag(ufrag, transport);
    }

    @Override
    public void failed(Transport transport, TransportFailure failure, String detail) {
      doomed.add(new Doomed(transport, failure, detail));
    }

    @Override
    public void crashed(Transport transport, RuntimeException cause) {
      failed(transport, TransportFailure.INTERNAL_ERROR, describe(cause));
    }

    @Override
    public DtlsHandshake.Factory handshakes() {
      return handshakes;
    }

    @Override
    public Consumer<DtlsEvent> mailbox(Transport transport) {
      return event -> mail.post(transport, event);
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public PacketWriter packetWriter() {
      return packetWriter;
    }

    @Override
    public TrackTable tracks() {
      return tracks;
    }

    @Override
    public DataTrackTable dataTracks() {
      return dataTracks;
    }
  }

  /** Queues an order; false if there is no room. From any thread. */
  boolean submit(MediaCommand command) {
    if (!commands.offer(command)) {
      return false;
    }
    socket.wakeup();
    return true;
  }

  /** When the next turn is due even if nothing happens. */
  long nextTick() {
    return nextTick;
  }

  /** One turn: orders, datagrams, timers, then everything that is to be sent leaves. */
  void doWork(long now) {
    runCommands(now);
    mail.deliver(now, out);
    receive(now);
    if (nextTick - now <= TICK_SLACK) {
      tick(now);
    }
    closeDoomed(now);
    socket.flush();
    publish();
  }

  private void runCommands(long now) {
    for (int i = 0; i < COMMANDS_PER_CYCLE; i++) {
      MediaCommand command = commands.poll();
      if (command == null) {
        return;
      }
      execute(command, now);
    }
    nextTick = now;
  }

  private void execute(MediaCommand command, long now) {
    switch (command) {
      case MediaCommand.OpenTransport c -> open(c, now);
      case MediaCommand.SetRemote c -> apply(c.transport(), c, now);
      case MediaCommand.RestartIce c -> restartIce(c, now);
      case MediaCommand.CloseTransport c -> close(c, now);
      case MediaCommand.AddUpTrack c -> apply(c.transport(), c, now);
      case MediaCommand.RemoveUpTrack c -> apply(c.transport(), c, now);
      case MediaCommand.SetUpTrackMuted c -> change(c.trackSid(), t -> t.muted(c.muted()));
      case MediaCommand.PrepareUpTrack c -> change(c.trackSid(), t -> t.prepare(now, out));
      case MediaCommand.AddDownTrack c -> apply(c.transport(), c, now);
      case MediaCommand.RemoveDownTrack c -> apply(c.transport(), c, now);
      case MediaCommand.SetDownTrack c -> apply(c.transport(), c, now);
      case MediaCommand.SetDataChannels c -> apply(c.transport(), c, now);
      case MediaCommand.TakeData c -> apply(c.transport(), c, now);
      case MediaCommand.AddDataUpTrack c -> apply(c.transport(), c, now);
      case MediaCommand.RemoveDataUpTrack c -> apply(c.transport(), c, now);
      case MediaCommand.AddDataDownTrack c -> apply(c.transport(), c, now);
      case MediaCommand.RemoveDataDownTrack c -> apply(c.transport(), c, now);
      case MediaCommand.SendData c -> sendData(c, now);
      case MediaCommand.DescribeOwner c -> describe(c);
      case MediaCommand.DescribeTrack c -> describe(c);
    }
  }

  private void open(MediaCommand.OpenTransport command, long now) {
    Transport present = transports.get(command.transport());
    if (present != null) {
      restartIce(new MediaCommand.RestartIce(command.transport(), command.local()), now);
      return;
    }
    try {
      Transport opened =
          new Transport(command.transport(), command.owner(), command.local(), host, now);
      demux.addUfrag(command.local().ufrag(), opened);
      transports.put(opened.id(), opened);
      transportsChanged();
    } catch (RuntimeException e) {
      out.count(MediaCounter.TRANSPORT_CRASHES, 1);
      out.event(
          new TransportFailed(
              command.owner(), command.transport(), TransportFailure.INTERNAL_ERROR, describe(e)));
    }
    nextTick = now;
  }

  private void restartIce(MediaCommand.RestartIce command, long now) {
    Transport transport = transports.get(command.transport());
    if (transport != null) {
      demux.addUfrag(command.local().ufrag(), transport);
    }
    apply(command.transport(), command, now);
  }

  private void apply(String id, MediaCommand command, long now) {
    Transport transport = transports.get(id);
    if (transport == null) {
      ignore();
      return;
    }
    try {
      transport.apply(command, now, out);
    } catch (RuntimeException e) {
      host.crashed(transport, e);
    }
  }

  private void close(MediaCommand.CloseTransport command, long now) {
    Transport transport = transports.get(command.transport());
    if (transport == null) {
      ignore();
      return;
    }
    remove(transport, now);
    out.event(new TransportClosed(transport.owner(), transport.id()));
  }

  /** What throws here is its publisher's affair. */
  private void change(String trackSid, Consumer<UpTrack> change) {
    UpTrack track = tracks.find(trackSid);
    if (track == null) {
      ignore();
      return;
    }
    try {
      change.accept(track);
    } catch (RuntimeException e) {
      track.failed(e);
    }
  }

  private void describe(MediaCommand.DescribeOwner command) {
    List<MediaEvent.TransportSnapshot> held = new ArrayList<>();
    for (Transport transport : transportArray) {
      if (!transport.owner().equals(command.owner())) {
        continue;
      }
      try {
        held.add(transport.snapshot());
      } catch (RuntimeException e) {
        host.crashed(transport, e);
      }
    }
    out.event(new MediaEvent.OwnerSnapshot(command.owner(), List.copyOf(held)));
  }

  private void describe(MediaCommand.DescribeTrack command) {
    UpTrack track = tracks.find(command.trackSid());
    List<String> subscribers =
        tracks.subscribers(command.trackSid()).stream().map(DownTrack::subscriber).toList();
    out.event(
        new MediaEvent.TrackSnapshot(
            command.owner(),
            command.trackSid(),
            track != null,
            track != null && track.muted(),
            subscribers));
  }

  private void sendData(MediaCommand.SendData command, long now) {
    for (Transport transport : targets.find(command.transports())) {
      if (transport == null) {
        out.drop(DropReason.DATA_NO_CHANNEL);
        continue;
      }
      try {
        transport.sendData(command.message(), now, out);
      } catch (RuntimeException e) {
        host.crashed(transport, e);
      }
      if (socket.queued() >= DATA_BURST && commands.isEmpty()) {
        socket.flush();
      }
    }
  }

  private void ignore() {
    out.count(MediaCounter.COMMANDS_IGNORED, 1);
  }

  private void onDtls(Transport transport, DtlsEvent event, long now) {
    if (transports.get(transport.id()) == transport) {
      try {
        transport.onDtls(event, now, out);
      } catch (RuntimeException e) {
        host.crashed(transport, e);
      }
    }
  }

  private void receive(long now) {
    for (int round = 0; round < BATCHES && socket.queued() < FULL_QUEUE; round++) {
      int count = socket.receive(batch);
      for (int i = 0; i < count; i++) {
        onDatagram(batch[i], now);
      }
      if (count == 0) {
        return;
      }
    }
  }

  private void onDatagram(Packet packet, long now) {
    out.count(MediaCounter.PACKETS_IN, 1);
    out.count(MediaCounter.BYTES_IN, packet.length);
    if (packet.length == Packet.CAPACITY) {
      out.drop(DropReason.TOO_LARGE); // it may have been cut
      return;
    }
    Transport transport = find(packet);
    if (transport == null) {
      return;
    }
    out.local(packet.local);
    try {
      transport.onDatagram(packet, now, out);
    } catch (RuntimeException e) {
      out.drop(DropReason.INTERNAL_ERROR);
      host.crashed(transport, e);
    }
  }

  private Transport find(Packet packet) {
    boolean stun = packet.length > 0 && (packet.bytes[packet.offset] & 0xFF) <= MAX_STUN_FIRST_BYTE;
    String ufrag = stun ? StunMessage.localUfrag(packet) : null;
    Transport transport = ufrag == null ? demux.find(packet.remote) : demux.findUfrag(ufrag);
    if (transport == null) {
      out.drop(ufrag == null ? DropReason.UNKNOWN_ADDRESS : DropReason.STUN_UNKNOWN_UFRAG);
    }
    return transport;
  }

  private void tick(long now) {
    nextTick = now + (transportArray.length == 0 ? IDLE_TICK : TICK);
    for (Transport transport : transportArray) {
      try {
        transport.onTimeout(now, out);
      } catch (RuntimeException e) {
        host.crashed(transport, e);
      }
    }
    loudness.onTimeout(tracks.upTracks(), now, out);
    if (now - nextSocketCheck >= 0) {
      nextSocketCheck = now + SOCKET_CHECK;
      counters.setDropped(DropReason.RECEIVE_BUFFER_FULL, socket.packetsOverflowed());
    }
  }

  private static String describe(RuntimeException cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length == 0 ? cause.toString() : cause + " at " + stack[0];
  }

  private void closeDoomed(long now) {
    while (!doomed.isEmpty()) {
      Doomed next = doomed.removeLast();
      Transport transport = next.transport();
      if (transports.get(transport.id()) == transport) {
        if (next.failure() == TransportFailure.INTERNAL_ERROR) {
          out.count(MediaCounter.TRANSPORT_CRASHES, 1);
        }
        remove(transport, now);
        out.event(
            new TransportFailed(transport.owner(), transport.id(), next.failure(), next.detail()));
      }
    }
  }

  private void transportsChanged() {
    transportArray = transports.values().toArray(Transport[]::new);
    targets.forget();
  }

  private void remove(Transport transport, long now) {
    transports.remove(transport.id());
    transportsChanged();
    try {
      transport.close(now, out);
    } catch (RuntimeException e) {
      out.count(MediaCounter.TRANSPORT_CRASHES, 1);
    }
  }

  private void publish() {
    counters.set(MediaCounter.PACKETS_OUT, socket.packetsSent());
    counters.set(MediaCounter.BYTES_OUT, socket.bytesSent());
    counters.setDropped(DropReason.SOCKET_FULL, socket.packetsRefused());
    counters.set(MediaCounter.TRANSPORTS, transportArray.length);
    counters.set(MediaCounter.UP_TRACKS, tracks.upTracks().length);
    counters.set(MediaCounter.DOWN_TRACKS, tracks.downTrackCount());
  }

  /** Closes all transports; the last packets leave. */
  void close(long now) {
    for (Transport transport : transportArray) {
      remove(transport, now);
    }
    socket.flush();
    publish();
  }

  /** How many addresses are known; for tests. */
  int addresses() {
    return demux.addresses();
  }

  /** Gives a transport keys that do not come from DTLS: for stories in virtual time. */
  void secure(String transport, SrtpContext keys, DtlsSession session, String profile, long now) {
    transports.get(transport).secure(keys, session, profile, now, out);
  }
}
