package akkord.media.ice;

import akkord.media.DropReason;
import akkord.media.IceCredentials;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The lite side of ICE (RFC 8445 2.5, 6.1.2, 7.3): answers the peer's connectivity checks and
 * follows its choice of address. Always controlled. Checks are verified with our own password only,
 * so they are answered before the peer's description is known.
 *
 * <p>Nothing is remembered of a request before its FINGERPRINT, USERNAME and MESSAGE-INTEGRITY were
 * found right.
 */
public final class IceLite {
  /** Remote addresses remembered at once; the one silent for longest gives way. */
  public static final int MAX_REMOTES = 16;

  private static final long SECOND = 1_000_000_000L;

  /** Without a first check for this long, ICE failed. */
  public static final long FIRST_CHECK_TIMEOUT = 30 * SECOND;

  /** Silence after which the path counts as disconnected (J-09). */
  public static final long DISCONNECTED_TIMEOUT = 10 * SECOND;

  /** Silence after which the path counts as lost (J-09); a restart may still revive it. */
  public static final long FAILED_TIMEOUT = 15 * SECOND;

  /** Silence after which nobody is waited for any more. */
  public static final long GIVE_UP_TIMEOUT = 25 * SECOND;

  /** How long an address from which media proved to come stays its peer's without a sign. */
  public static final long HOLD = 5 * SECOND;

  private static final int UNKNOWN_ATTRIBUTE = 420;
  private static final int ROLE_CONFLICT = 487;

  /** What the owner of the address and ufrag tables learns. */
  public interface Listener {
    /**
     * An authenticated check came from {@code remote}, not for the first time perhaps.
     *
     * @return whether that may be: false if another's peer {@link #holds} the address
     */
    boolean addressValidated(InetSocketAddress remote, long now);

    /** {@code remote} has been forgotten. */
    void addressForgotten(InetSocketAddress remote);

    /** Checks for this ufrag of ours are answered no more. */
    void ufragRetired(String ufrag);
  }

  private static final class Local {
    final String name;
    final byte[] ufrag;
    final StunIntegrity key;
    boolean used;

    Local(IceCredentials credentials) {
      name = credentials.ufrag();
      ufrag = name.getBytes(StandardCharsets.UTF_8);
      key = new StunIntegrity(credentials.password());
    }
  }

  private static final class Remote {
    final InetSocketAddress socket;
    final byte[] address;
    long lastCheck;
    long lastProof;
    boolean proven;

    Remote(InetSocketAddress socket) {
      this.socket = socket;
      this.address = socket.getAddress().getAddress();
    }
  }

  private final Listener listener;
  private final StunMessage request = new StunMessage();
  private final StunWriter response = new StunWriter();
  private final Remote[] remotes = new Remote[MAX_REMOTES];
  private final long opened;
  private Local local;
  private Local former;
  private int remoteCount;
  private Remote path;
  private boolean nominated;
  private long lastCheck;
  private long lastHeard;
  private boolean heard;
  private boolean silenceTold;

  /** Starts answering checks for {@code local} at {@code now} (nanoseconds). */
  public IceLite(IceCredentials local, Listener listener, long now) {
    this.local = new Local(local);
    this.listener = listener;
    this.opened = now;
    this.lastHeard = now;
    this.lastCheck = now;
  }

  /**
   * ICE restart (RFC 8445 9): answers checks for {@code credentials} too. The former ones are
   * retired once the peer nominates with the new ones; the path stays meanwhile. A silent peer gets
   * its time anew.
   */
  public void restart(IceCredentials credentials, long now) {
    if (credentials.ufrag().equals(local.name) || isFormer(credentials)) {
      return; // an order repeated by an actor that came back; both are answered already
    }
    alive(now);
    if (local.used || former == null) {
      retireFormer();
      former = local;
    } else {
      listener.ufragRetired(local.name);
    }
    local = new Local(credentials);
  }

  private boolean isFormer(IceCredentials credentials) {
    return former != null && credentials.ufrag().equals(former.name);
  }

  /** Answers one STUN message, or drops it with a reason. */
  public void onDatagram(Packet in, long now, Output out) {
    if (!request.parse(in.bytes, in.offset, in.length)) {
      out.drop(DropReason.STUN_MALFORMED);
    } else if (request.type() != StunMessage.BINDING_REQUEST) {
      out.drop(DropReason.STUN_IGNORED);
    } else if (!request.fingerprintMatches()) {
      out.drop(DropReason.STUN_FINGERPRINT);
    } else if (!request.hasUsername()) {
      out.drop(DropReason.STUN_MALFORMED);
    } else {
      Local addressed = addressed();
      if (addressed == null) {
        out.drop(DropReason.STUN_UNKNOWN_UFRAG);
      } else if (!request.integrityMatches(addressed.key)) {
        out.drop(DropReason.STUN_INTEGRITY);
      } else {
        onCheck(addressed, in, now, out);
      }
    }
  }

  private Local addressed() {
    if (request.isFor(local.ufrag)) {
      return local;
    }
    return former != null && request.isFor(former.ufrag) ? former : null;
  }

  private void onCheck(Local addressed, Packet in, long now, Output out) {
    if (request.unknownRequired() >= 0) {
      sendError(UNKNOWN_ATTRIBUTE, addressed, in.remote, out);
      return;
    }
    if (request.controlled()) {
      sendError(ROLE_CONFLICT, addressed, in.remote, out);
      return;
    }
    // The source of a check is easily forged: whoever shows that media comes from it has it.
    if (!listener.addressValidated(in.remote, now)) {
      out.drop(DropReason.STUN_ADDRESS_TAKEN);
      return;
    }
    Remote remote = remember(in.remote, now);
    sendSuccess(addressed, remote, out);
    addressed.used = true;
    heard = true;
    lastCheck = now;
    alive(now);
    if (request.useCandidate()) {
      path = remote;
      nominated = true;
      if (addressed == local) {
        retireFormer();
      }
    } else if (!nominated) {
      path = remote;
    }
  }

  private void sendSuccess(Local addressed, Remote remote, Output out) {
    Packet packet = out.packet();
    response.beginResponse(packet, StunMessage.BINDING_SUCCESS, request);
    response.xorMappedAddress(remote.address, remote.socket.getPort());
    response.integrity(addressed.key);
    response.fingerprint();
    out.send(packet, remote.socket);
  }

  private void sendError(int code, Local addressed, InetSocketAddress to, Output out) {
    Packet packet = out.packet();
    response.beginResponse(packet, StunMessage.BINDING_ERROR, request);
    response.errorCode(code);
    if (code == UNKNOWN_ATTRIBUTE) {
      response.unknownAttribute(request.unknownRequired());
    }
    response.integrity(addressed.key);
    response.fingerprint();
    out.send(packet, to);
  }

  private Remote remember(InetSocketAddress socket, long now) {
    Remote known = find(socket);
    if (known != null) {
      known.lastCheck = now;
      return known;
    }
    Remote remote = new Remote(socket);
    remote.lastCheck = now;
    if (remoteCount < MAX_REMOTES) {
      remotes[remoteCount++] = remote;
    } else {
      int oldest = oldest(now);
      listener.addressForgotten(remotes[oldest].socket);
      remotes[oldest] = remote;
    }
    return remote;
  }

  private Remote find(InetSocketAddress socket) {
    for (int i = 0; i < remoteCount; i++) {
      if (remotes[i].socket.equals(socket)) {
        return remotes[i];
      }
    }
    return null;
  }

  private int oldest(long now) {
    int oldest = -1;
    for (int i = 0; i < remoteCount; i++) {
      boolean older = oldest < 0 || now - remotes[i].lastCheck > now - remotes[oldest].lastCheck;
      if (remotes[i] != path && older) {
        oldest = i;
      }
    }
    return oldest;
  }

  private void retireFormer() {
    if (former != null) {
      listener.ufragRetired(former.name);
      former = null;
    }
  }

  /**
   * Authenticated traffic (SRTP, DTLS records) came from {@code from}: the peer is there, and
   * alive.
   */
  public void proved(InetSocketAddress from, long now) {
    alive(now);
    Remote remote = path != null && path.socket.equals(from) ? path : find(from);
    if (remote != null) {
      remote.proven = true;
      remote.lastProof = now;
    }
  }

  /**
   * Whether an address is the peer's for sure: its media came from there, and not {@link #HOLD} has
   * passed without media or a check from there. Nobody can make media with another's keys.
   */
  public boolean holds(InetSocketAddress address, long now) {
    Remote remote = find(address);
    return remote != null
        && remote.proven
        && (now - remote.lastProof < HOLD || now - remote.lastCheck < HOLD);
  }

  private void alive(long now) {
    lastHeard = now;
    silenceTold = false;
  }

  /** Whether the path is lost since the last question: true once for each silence. */
  public boolean fellSilent(long now) {
    boolean silent = heard && now - lastHeard >= FAILED_TIMEOUT;
    boolean news = silent && !silenceTold;
    silenceTold = silent;
    return news;
  }

  /**
   * What went wrong until {@code now}: null while ICE is well or merely disconnected. The owner
   * closes the transport with the answer.
   */
  public TransportFailure failure(long now) {
    if (!heard) {
      return now - opened >= FIRST_CHECK_TIMEOUT ? TransportFailure.ICE_TIMEOUT : null;
    }
    return now - lastHeard >= GIVE_UP_TIMEOUT ? TransportFailure.ICE_DISCONNECTED : null;
  }

  /** When {@link #failure} or {@link #fellSilent} may change if nothing is heard until then. */
  public long nextDeadline() {
    if (!heard) {
      return opened + FIRST_CHECK_TIMEOUT;
    }
    return lastHeard + (silenceTold ? GIVE_UP_TIMEOUT : FAILED_TIMEOUT);
  }

  /** Whether the path has been silent for {@link #DISCONNECTED_TIMEOUT}. */
  public boolean disconnected(long now) {
    return heard && now - lastHeard >= DISCONNECTED_TIMEOUT;
  }

  /** Whether there is a path. */
  public boolean connected() {
    return path != null;
  }

  /**
   * Where to send: the address nominated last; until one is, the last one that sent a check
   * (browsers start DTLS before they nominate). Null before the first check.
   */
  public InetSocketAddress path() {
    return path == null ? null : path.socket;
  }

  /** When the last authenticated check came; the opening time before the first. */
  public long lastCheckNanos() {
    return lastCheck;
  }

  /** Forgets everything; the listener hears of each address and ufrag. */
  public void close() {
    for (int i = 0; i < remoteCount; i++) {
      listener.addressForgotten(remotes[i].socket);
      remotes[i] = null;
    }
    remoteCount = 0;
    path = null;
    retireFormer();
    listener.ufragRetired(local.name);
  }
}
