package akkord.media.sctp;

import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.Output;
import java.util.random.RandomGenerator;

/**
 * One SCTP association over DTLS (RFC 9260, RFC 8261): messages on numbered streams, ordered or
 * not, as reliable as each asks for. It talks to a peer whose every packet DTLS has authenticated
 * and believes it no more than that.
 *
 * <p>{@link User#onMessage} may call {@link #send} and {@link #reset}.
 */
public final class Association {
  /** Streams in each direction. */
  public static final int STREAMS = 1024;

  private static final long NEVER = 1L << 60;
  private static final int PROTOCOL_VIOLATION = 13;
  private static final int USER_INITIATED = 12;
  private static final int T_BIT = 1;

  /** Packets that leave at one time at most, so that nobody waits long. */
  private static final int MAX_BURST = 64;

  /** Answers to one packet at most, however many chunks it has. */
  private static final int MAX_REPLIES = 4;

  /** Who uses an association. All calls are made while a method of the association runs. */
  public interface User {
    /** A packet to encrypt and send; the bytes, from index 0, are lent. */
    void transmit(byte[] packet, int length, Output out);

    /** Messages may be sent. */
    void onEstablished(long now, Output out);

    /** A whole message, in order if it was sent so; the bytes are lent. */
    void onMessage(
        int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out);

    /** The peer has ended its direction of a stream; what it sent there has been delivered. */
    void onIncomingReset(int stream, long now, Output out);

    /** Our direction of a stream has ended and may be used anew. */
    void onOutgoingReset(int stream, long now, Output out);

    /** It is over, by the peer or by its fault; nothing more comes. */
    void onClosed(String reason, long now, Output out);
  }

  private final User user;
  private final PacketReader reader = new PacketReader();
  private final Outlet outlet;
  private final Handshake handshake;
  private final Deadlines deadlines = new Deadlines();
  private final Sender sender = new Sender(deadlines);
  private final Receiver receiver;
  private final StreamReset reset;
  private final Shutdown shutdown;
  private final Heartbeat heartbeat;
  private DataForm form = DataForm.PLAIN;
  private Output out;
  private long now;
  private boolean working;
  private boolean closed;
  private String failure;
  private int replies;

  /**
   * An association that waits for its peer, or for {@link #connect}.
   *
   * @param localPort and
   * @param remotePort as in both descriptions, 5000 as a rule
   * @param maxMessage longest message to receive, in bytes
   * @param random for tags, sequence numbers and the cookie's key
   * @param writer of all associations of its thread
   */
  public Association(
      int localPort,
      int remotePort,
      int maxMessage,
      User user,
      RandomGenerator random,
      PacketWriter writer) {
    this.user = user;
    outlet = new Outlet(writer, localPort, remotePort, user);
    handshake = new Handshake(outlet, random, STREAMS, deadlines);
    receiver = new Receiver(STREAMS, maxMessage, this::deliver, deadlines);
    reset = new StreamReset(sender, receiver, STREAMS, new Resets(), deadlines);
    shutdown = new Shutdown(outlet, sender, receiver, deadlines);
    heartbeat = new Heartbeat(outlet, deadlines);
  }

  private final class Resets implements StreamReset.User {
    @Override
    public void onIncomingReset(int stream) {
      user.onIncomingReset(stream, now, out);
    }

    @Override
    public void onOutgoingReset(int stream) {
      user.onOutgoingReset(stream, now, out);
    }
  }

  private void deliver(int stream, int ppid, byte[] bytes, int offset, int length) {
    user.onMessage(stream, ppid, bytes, offset, length, now, out);
  }

  /** Asks the peer for an association, unless one has begun. */
  public void connect(long now, Output out) {
    begin(now, out);
    if (!closed) {
      handshake.connect(now);
    }
    end();
  }

  public boolean established() {
    return handshake.established() && !closed;
  }

  /** Whether messages of different streams interleave (RFC 8260). */
  public boolean interleaves() {
    return form == DataForm.INTERLEAVED;
  }

  public boolean closed() {
    return closed;
  }

  /**
   * Queues a message and sends what may leave.
   *
   * @param bytes at least one; shared, never written
   * @return false if the association takes none: not established, closing, or no such stream
   */
  public boolean send(
      int stream,
      int ppid,
      byte[] bytes,
      boolean ordered,
      Reliability reliability,
      long now,
      Output out) {
    if (!established()
        || !shutdown.takesMessages()
        || stream >= Math.min(STREAMS, handshake.remote().inStreams())
        || bytes.length == 0) {
      return false;
    }
    Reliability possible = form.forwards(handshake.remote()) ? reliability : Reliability.FULL;
    SendQueue queue = sender.queue();
    queue.add(new OutboundMessage(queue.stream(stream), ppid, bytes, ordered, possible, now));
    if (!working) {
      begin(now, out);
      end();
    }
    return true;
  }

  /** Bytes of a stream's messages that have not been acknowledged, unsent ones included. */
  public int buffered(int stream) {
    return sender.queue().stream(stream).buffered;
  }

  /** Forgets the oldest message of a stream that has not begun to leave; 0 if there is none. */
  public int dropOldest(int stream) {
    return sender.queue().stream(stream).dropOldest();
  }

  /** The user keeps so many bytes of a message it was given; the peer's window shrinks by them. */
  public void retain(int bytes) {
    receiver.retain(bytes);
  }

  /** The user is done with so many bytes it had kept. */
  public void consumed(int bytes, long now, Output out) {
    receiver.consumed(bytes);
    if (!working && established()) {
      begin(now, out);
      end();
    }
  }

  /** Bytes the peer may still send before it has to wait. */
  public int window() {
    return receiver.window();
  }

  /** Bytes held because others before them are missing. */
  public int reassembling() {
    return receiver.buffered();
  }

  /** Ends our direction of a stream; waiting messages are forgotten. */
  public void reset(int stream, long now, Output out) {
    if (!established() || !handshake.remote().has(Peer.RE_CONFIG)) {
      return;
    }
    reset.request(stream);
    if (!working) {
      begin(now, out);
      end();
    }
  }

  /** Takes one packet, decrypted. */
  public void onDatagram(byte[] bytes, int offset, int length, long now, Output out) {
    if (closed) {
      return;
    }
    DropReason refused = check(bytes, offset, length);
    if (refused != null) {
      out.drop(refused);
      return;
    }
    begin(now, out);
    replies = 0;
    while (!closed && failure == null && reader.next() && onChunk()) {
      out.count(MediaCounter.SCTP_CHUNKS_IN, 1);
    }
    if (handshake.established()) {
      receiver.onPacketEnd(now);
    }
    end();
  }

  private DropReason check(byte[] bytes, int offset, int length) {
    if (!reader.begin(bytes, offset, length)) {
      return DropReason.SCTP_MALFORMED;
    }
    int type = reader.firstType();
    boolean setUp = type == ChunkType.INIT || type == ChunkType.COOKIE_ECHO;
    if ((setUp || !reader.zeroChecksum()) && !reader.checksumMatches()) {
      return DropReason.SCTP_CHECKSUM;
    }
    return tagMatches(type) ? null : DropReason.SCTP_TAG;
  }

  /** RFC 9260 8.5. */
  private boolean tagMatches(int type) {
    if (type == ChunkType.INIT) {
      return reader.tag() == 0 && reader.single();
    }
    if (type == ChunkType.COOKIE_ECHO && handshake.local() == null) {
      return true; // the cookie says whether it is right
    }
    boolean reflected =
        (type == ChunkType.ABORT || type == ChunkType.SHUTDOWN_COMPLETE)
            && (reader.firstFlags() & T_BIT) != 0;
    Peer expected = reflected ? handshake.remote() : handshake.local();
    return expected != null && expected.tag() == reader.tag();
  }

  /** Works off one chunk; false if the rest of the packet is to be left alone. */
  private boolean onChunk() {
    int type = reader.type();
    switch (type) {
      case ChunkType.INIT -> useful(handshake.onInit(reader, now));
      case ChunkType.INIT_ACK -> useful(handshake.onInitAck(reader, now));
      case ChunkType.COOKIE_ECHO -> onCookieEcho();
      case ChunkType.COOKIE_ACK -> onCookieAck();
      case ChunkType.ABORT -> fail("the peer aborted" + AbortCause.read(reader), false);
      case ChunkType.ERROR -> onError();
      default -> {
        if (handshake.established()) {
          return onEstablishedChunk(type);
        }
        out.drop(DropReason.SCTP_UNEXPECTED);
        return false;
      }
    }
    return true;
  }

  private boolean onEstablishedChunk(int type) {
    if (type == form.type()) {
      onData();
      return true;
    }
    if (type == form.forwardType()) {
      useful(receiver.onForward(reader.bytes(), reader.value(), reader.valueLength()));
      return true;
    }
    switch (type) {
      // RFC 8260 2.2.1: never both forms in one association.
      case ChunkType.DATA -> fail("DATA where I-DATA was agreed on", true);
      case ChunkType.SACK ->
          useful(sender.onSack(reader.bytes(), reader.value(), reader.valueLength(), now));
      case ChunkType.RE_CONFIG ->
          useful(mayReply() && reset.onChunk(reader.bytes(), reader.value(), reader.valueLength()));
      case ChunkType.HEARTBEAT -> {
        if (mayReply()) {
          heartbeat.answer(reader);
        }
      }
      case ChunkType.HEARTBEAT_ACK -> heartbeat.restart(now);
      case ChunkType.SHUTDOWN, ChunkType.SHUTDOWN_ACK, ChunkType.SHUTDOWN_COMPLETE -> {
        if (mayReply()) {
          shutdown.onChunk(reader, now);
        }
      }
      // RFC 9260 3.2: the highest bit says that the rest may be worked off.
      default -> {
        return (type & 0x80) != 0;
      }
    }
    return true;
  }

  private void useful(boolean was) {
    if (!was) {
      out.drop(DropReason.SCTP_UNEXPECTED);
    }
  }

  private boolean mayReply() {
    return replies++ < MAX_REPLIES;
  }

  private void onCookieEcho() {
    boolean before = handshake.established();
    boolean taken = mayReply() && handshake.onCookieEcho(reader, now);
    useful(taken);
    if (taken && !before) {
      start();
    }
  }

  private void onCookieAck() {
    boolean taken = handshake.onCookieAck();
    useful(taken);
    if (taken) {
      start();
    }
  }

  private void start() {
    Peer local = handshake.local();
    Peer remote = handshake.remote();
    form = DataForm.with(remote);
    sender.start(form, local.firstTsn(), remote.window(), now);
    receiver.start(form, remote.firstTsn());
    if (interleaves()) {
      out.count(MediaCounter.SCTP_INTERLEAVED, 1);
    }
    reset.start(local.firstTsn(), remote.firstTsn());
    heartbeat.restart(now);
    user.onEstablished(now, out);
  }

  private void onError() {
    if (AbortCause.first(reader) == AbortCause.STALE_COOKIE) {
      handshake.onStaleCookie(now);
    }
  }

  private void onData() {
    int length = reader.valueLength();
    if (length <= form.header() - ChunkType.HEADER) {
      fail("a chunk of data without data", true);
      return;
    }
    switch (receiver.onData(reader.flags(), reader.bytes(), reader.value(), length)) {
      case TAKEN -> {}
      case DUPLICATE -> out.drop(DropReason.SCTP_DUPLICATE);
      case NO_ROOM -> out.drop(DropReason.SCTP_WINDOW_FULL);
      case NO_STREAM -> out.drop(DropReason.SCTP_UNEXPECTED);
      case VIOLATION -> fail(receiver.violation(), true);
    }
  }

  /** Does what is due. */
  public void onTimeout(long now, Output out) {
    if (closed) {
      return;
    }
    begin(now, out);
    handshake.onTimeout(now);
    if (handshake.established()) {
      receiver.onTimeout(now);
      sender.onTimeout(now);
      reset.onTimeout(now);
      shutdown.onTimeout(now);
      heartbeat.onTimeout(now);
    }
    end();
  }

  /** When {@link #onTimeout} has something to do; far away if never. */
  public long nextDeadline(long now) {
    return closed ? now + NEVER : deadlines.earliest(now + NEVER);
  }

  /** Ends in order once everything has arrived at the peer. */
  public void shutdown(long now, Output out) {
    begin(now, out);
    shutdown.begin();
    end();
  }

  /** Ends at once; tells the peer if there is one. */
  public void close(long now, Output out) {
    if (!closed) {
      outlet.use(out);
      abort(USER_INITIATED);
      closed = true;
    }
  }

  private void abort(int cause) {
    if (handshake.remote() == null) {
      return;
    }
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.ABORT, 0);
    packet.int16(cause);
    packet.int16(4);
    packet.endChunk();
    outlet.send();
  }

  private void fail(String reason, boolean tell) {
    failure = reason;
    if (tell) {
      abort(PROTOCOL_VIOLATION);
    }
  }

  private void begin(long now, Output out) {
    this.now = now;
    this.out = out;
    outlet.use(out);
    working = true;
  }

  /** Sends what may leave, and ends if it is time. */
  private void end() {
    if (handshake.established() && !closed && failure == null) {
      flush();
      shutdown.proceed(now);
    }
    working = false;
    if (!closed && (failure != null || shutdown.over())) {
      closed = true;
      user.onClosed(failure == null ? "shut down" : failure, now, out);
    }
  }

  private void flush() {
    for (int i = 0; i < MAX_BURST && hasWork(); i++) {
      PacketWriter packet = outlet.begin();
      if (receiver.mayAcknowledge()) {
        receiver.acknowledge(packet);
      }
      if (reset.hasWork()) {
        reset.write(packet, now);
      }
      sender.fill(packet, now);
      if (!packet.isEmpty()) {
        outlet.send();
        heartbeat.restart(now);
      }
    }
  }

  private boolean hasWork() {
    return receiver.mustAcknowledge() || reset.hasWork() || sender.hasWork(now);
  }
}
