package akkord.peer;

import akkord.media.IceCredentials;
import akkord.media.Output;
import akkord.media.ice.StunAttribute;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A controlling ICE agent with one remote candidate, an ICE-lite server's: checks it every 50 ms
 * with USE-CANDIDATE until it answers, then every 2 s. Same silhouette as the server's classes.
 */
public final class IceClient {
  private static final long PACE = 50_000_000L;
  private static final long KEEPALIVE = 2_000_000_000L;
  private static final int PRIORITY = 0x6E7F1EFF;

  private final byte[] username;
  private final StunIntegrity key;
  private final InetSocketAddress remote;
  private final long tieBreaker;
  private final byte[] transaction = new byte[12];
  private final Random random;
  private final StunWriter writer = new StunWriter();
  private final StunMessage answer = new StunMessage();
  private long nextCheck;
  private boolean connected;

  /** Checks {@code remote}, the first time at {@code now}. */
  public IceClient(
      IceCredentials local,
      IceCredentials remoteCredentials,
      InetSocketAddress remote,
      Random random,
      long now) {
    this.username =
        (remoteCredentials.ufrag() + ":" + local.ufrag()).getBytes(StandardCharsets.UTF_8);
    this.key = new StunIntegrity(remoteCredentials.password());
    this.remote = remote;
    this.random = random;
    this.tieBreaker = random.nextLong();
    this.nextCheck = now;
  }

  /** Takes an answer to the latest check; anything else is ignored. */
  public void onDatagram(Packet in, long now, Output out) {
    if (answer.parse(in.bytes, in.offset, in.length)
        && answer.type() == StunMessage.BINDING_SUCCESS
        && isLatest(in)
        && answer.fingerprintMatches()
        && answer.integrityMatches(key)) {
      connected = true;
      nextCheck = now + KEEPALIVE;
    }
  }

  private boolean isLatest(Packet in) {
    for (int i = 0; i < transaction.length; i++) {
      if (in.bytes[in.offset + 8 + i] != transaction[i]) {
        return false;
      }
    }
    return true;
  }

  /** Sends a check when one is due. */
  public void onTimeout(long now, Output out) {
    if (now - nextCheck < 0) {
      return;
    }
    random.nextBytes(transaction);
    Packet packet = out.packet();
    writer.begin(packet, StunMessage.BINDING_REQUEST, transaction, 0);
    writer.attribute(StunAttribute.USERNAME, username, username.length);
    writer.number64(StunAttribute.ICE_CONTROLLING, tieBreaker);
    writer.flag(StunAttribute.USE_CANDIDATE);
    writer.number32(StunAttribute.PRIORITY, PRIORITY);
    writer.integrity(key);
    writer.fingerprint();
    out.send(packet, remote);
    nextCheck = now + (connected ? KEEPALIVE : PACE);
  }

  /** When {@link #onTimeout} wants to run. */
  public long nextDeadline() {
    return nextCheck;
  }

  /** Whether the server has answered a check. */
  public boolean connected() {
    return connected;
  }
}
