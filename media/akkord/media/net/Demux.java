package akkord.media.net;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds who a datagram is for: by its source address or, for STUN, by the ufrag it names. Addresses
 * enter only after a STUN check from there was verified; their number is bounded by who enters
 * them.
 *
 * @param <T> what a datagram is for
 */
public final class Demux<T> {
  private final Map<InetSocketAddress, T> byAddress = new HashMap<>();
  private final Map<String, T> byUfrag = new HashMap<>();

  /** Whose address this is, null if nobody's. */
  public T find(InetSocketAddress remote) {
    return byAddress.get(remote);
  }

  /** Whose ICE username fragment this is, null if nobody's. */
  public T findUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  /** An address was verified to be {@code owner}'s, whosever it was before. */
  public void addAddress(InetSocketAddress remote, T owner) {
    byAddress.put(remote, owner);
  }

  /** An address is {@code owner}'s no more; no effect if it passed to somebody else. */
  public void removeAddress(InetSocketAddress remote, T owner) {
    byAddress.remove(remote, owner);
  }

  /** STUN for {@code ufrag} goes to {@code owner}. False, and no change, if it is taken. */
  public boolean addUfrag(String ufrag, T owner) {
    T former = byUfrag.putIfAbsent(ufrag, owner);
    return former == null || former.equals(owner);
  }

  /** {@code ufrag} is {@code owner}'s no more. */
  public void removeUfrag(String ufrag, T owner) {
    byUfrag.remove(ufrag, owner);
  }

  /** How many addresses are known. */
  public int addresses() {
    return byAddress.size();
  }
}
