package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * From nothing to an association, from either side or from both at once (RFC 9260 5). An INIT that
 * comes while there is nothing leaves no trace here but a cookie with its sender.
 */
final class Handshake {
  private enum State {
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED
  }

  private final Outlet outlet;
  private final RandomGenerator random;
  private final int streams;
  private final StateCookie cookies;
  private final Deadline timer;
  private State state = State.CLOSED;
  private Peer local;
  private Peer remote;
  private byte[] cookie;
  private long timeout;

  Handshake(Outlet outlet, RandomGenerator random, int streams, Deadlines deadlines) {
    this.outlet = outlet;
    this.random = random;
    this.streams = streams;
    cookies = new StateCookie(random);
    timer = deadlines.add();
  }

  boolean established() {
    return state == State.ESTABLISHED;
  }

  /** What we announced; null before there is anything. */
  Peer local() {
    return local;
  }

  /** What the peer announced. */
  Peer remote() {
    return remote;
  }

  /** Sends INIT, unless something has begun. */
  void connect(long now) {
    if (state == State.CLOSED) {
      local = announce();
      state = State.COOKIE_WAIT;
      timeout = Rto.INITIAL;
      sendInit();
      timer.start(now + timeout);
    }
  }

  private Peer announce() {
    int tag = random.nextInt();
    return new Peer(
        tag == 0 ? 1 : tag, Receiver.WINDOW, streams, streams, random.nextInt(), Peer.ALL);
  }

  private void sendInit() {
    local.write(outlet.begin(0), null);
    outlet.sendChecked();
  }

  private void sendCookie() {
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.COOKIE_ECHO, 0);
    packet.bytes(cookie, 0, cookie.length);
    packet.endChunk();
    outlet.sendChecked();
  }

  private void sendCookieAck() {
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.COOKIE_ACK, 0);
    packet.endChunk();
    outlet.send();
  }

  /** Answers an INIT; false if it is of no use. */
  boolean onInit(PacketReader in, long now) {
    Peer peer = Peer.read(in.bytes(), in.value(), in.valueLength());
    if (peer == null || (established() && peer.tag() != remote.tag())) {
      return false;
    }
    Peer answer = local == null ? announce() : local;
    byte[] baked = cookies.bake(answer.tag(), answer.firstTsn(), peer, now);
    answer.write(outlet.begin(peer.tag()), baked);
    outlet.sendChecked();
    return true;
  }

  /** Takes an INIT ACK; false if it is of no use. */
  boolean onInitAck(PacketReader in, long now) {
    Peer peer = Peer.read(in.bytes(), in.value(), in.valueLength());
    int at = peer == null ? -1 : Peer.cookie(in.bytes(), in.value(), in.valueLength());
    if (at < 0 || state != State.COOKIE_WAIT) {
      return false;
    }
    int end = Math.min(at + cookieLength(in, at), in.value() + in.valueLength());
    if (end - at > PacketWriter.MTU - PacketReader.HEADER) {
      return false;
    }
    remote = peer;
    outlet.peer(peer);
    cookie = Arrays.copyOfRange(in.bytes(), at + ChunkType.HEADER, end);
    state = State.COOKIE_ECHOED;
    timeout = Rto.INITIAL;
    sendCookie();
    timer.start(now + timeout);
    return true;
  }

  private static int cookieLength(PacketReader in, int at) {
    return Bytes.getShort(in.bytes(), at + 2);
  }

  /**
   * Takes a COOKIE ECHO; false if it is not ours, too old or about something else. One too old that
   * made this very association only asks for its acknowledgement again (RFC 9260 5.2.4).
   */
  boolean onCookieEcho(PacketReader in, long now) {
    StateCookie.Content content = cookies.open(in.bytes(), in.value(), in.valueLength(), now);
    if (content == null || content.localTag() != in.tag()) {
      return false;
    }
    if (local != null && local.tag() != content.localTag()) {
      return false;
    }
    if (established()) {
      if (remote.tag() != content.peer().tag()) {
        return false;
      }
    } else if (content.stale() > 0) {
      sendStale(content);
      return false;
    } else {
      local =
          new Peer(
              content.localTag(),
              Receiver.WINDOW,
              streams,
              streams,
              content.localFirstTsn(),
              Peer.ALL);
      remote = content.peer();
      outlet.peer(remote);
      establish();
    }
    sendCookieAck();
    return true;
  }

  private void sendStale(StateCookie.Content content) {
    PacketWriter packet = outlet.begin(content.peer().tag());
    packet.chunk(ChunkType.ERROR, 0);
    packet.int16(AbortCause.STALE_COOKIE);
    packet.int16(8);
    packet.int32((int) Math.min(Integer.MAX_VALUE, content.stale() / 1000));
    packet.endChunk();
    outlet.sendChecked();
  }

  /** Takes a COOKIE ACK; false if none was awaited. */
  boolean onCookieAck() {
    if (state != State.COOKIE_ECHOED) {
      return false;
    }
    establish();
    return true;
  }

  private void establish() {
    state = State.ESTABLISHED;
    cookie = null;
    timer.stop();
  }

  /** The peer found its cookie too old: begins again. */
  void onStaleCookie(long now) {
    if (state == State.COOKIE_ECHOED) {
      state = State.CLOSED;
      connect(now);
    }
  }

  /** T1: asks again. */
  void onTimeout(long now) {
    if (!timer.due(now)) {
      return;
    }
    timeout = Math.min(2 * timeout, Rto.MAX);
    timer.start(now + timeout);
    if (state == State.COOKIE_WAIT) {
      sendInit();
    } else {
      sendCookie();
    }
  }
}
