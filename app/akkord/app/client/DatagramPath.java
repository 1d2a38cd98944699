package akkord.app.client;

import akkord.media.IceCredentials;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The way of a connection's datagrams to the server: ICE finds it and keeps it open. Receivers and
 * all methods but {@link #start} run on the {@link ClientLoop}'s thread.
 */
public interface DatagramPath {
  /** Who takes what comes. */
  interface Receiver {
    /** A way has been found; called once. */
    void onOpen(long now);

    /** Anything but STUN, lent until the call returns. */
    void onDatagram(byte[] bytes, int offset, int length, long now);

    /** There is no way, or no longer. */
    void onFailed(String why);
  }

  /** What the offer says about our end. */
  IceCredentials local();

  /** Looks for a way to one of {@code candidates}. Any thread. */
  void start(List<InetSocketAddress> candidates, IceCredentials remote, Receiver receiver);

  /** Sends one datagram; as lossy as any network. */
  void send(byte[] bytes, int offset, int length);

  /** Called every few milliseconds once started. */
  void onTick(long now);

  /** Ends it; nothing is received any more. */
  void close();
}
