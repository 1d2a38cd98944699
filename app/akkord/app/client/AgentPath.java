package akkord.app.client;

import akkord.media.IceCredentials;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.RemoteCandidate;

/** A full ICE agent (RFC 8445) by ice4j: every address of this host towards every one of theirs. */
public final class AgentPath implements DatagramPath {
  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 65_535;
  private static final int MAX_DATAGRAM = 2048;
  private static final long HOST_PRIORITY = (126L << 24) | (65_535L << 8) | 255;

  private final ClientLoop loop;
  private final Agent agent = new Agent();
  private final IceMediaStream stream;
  private final Component component;
  private Receiver receiver;
  private boolean open;
  private volatile boolean closed;

  /**
   * Gathers this host's addresses.
   *
   * @throws IOException if there is none, or no free port
   */
  public AgentPath(ClientLoop loop) throws IOException {
    this.loop = loop;
    agent.setControlling(true);
    agent.setPerformConsentFreshness(true);
    stream = agent.createMediaStream("media");
    int port = FIRST_PORT + (int) (System.nanoTime() & 0x7FFF);
    component =
        agent.createComponent(
            stream, port, FIRST_PORT, LAST_PORT, KeepAliveStrategy.SELECTED_ONLY, true);
  }

  @Override
  public IceCredentials local() {
    return new IceCredentials(agent.getLocalUfrag(), agent.getLocalPassword());
  }

  @Override
  public void start(List<InetSocketAddress> candidates, IceCredentials remote, Receiver receiver) {
    loop.execute(() -> this.receiver = receiver);
    stream.setRemoteUfrag(remote.ufrag());
    stream.setRemotePassword(remote.password());
    int number = 0;
    for (InetSocketAddress candidate : candidates) {
      TransportAddress address =
          new TransportAddress(candidate.getAddress(), candidate.getPort(), Transport.UDP);
      String foundation = String.valueOf(++number);
      component.addRemoteCandidate(
          new RemoteCandidate(
              address,
              component,
              CandidateType.HOST_CANDIDATE,
              foundation,
              HOST_PRIORITY - number,
              null));
    }
    Thread.ofPlatform().name("join-receive").daemon().start(this::receive);
    agent.addStateChangeListener(event -> onState((IceProcessingState) event.getNewValue()));
    agent.startConnectivityEstablishment();
  }

  private void onState(IceProcessingState state) {
    loop.execute(
        () -> {
          if (closed) {
            return;
          }
          switch (state) {
            case COMPLETED, TERMINATED -> {
              if (!open) {
                open = true;
                receiver.onOpen(System.nanoTime());
              }
            }
            case FAILED -> receiver.onFailed("no UDP way to the server: is a firewall between?");
            default -> {}
          }
        });
  }

  /** Blocks on a thread of its own: the agent takes STUN out and hands on what is left. */
  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (!closed) {
        packet.setLength(buffer.length);
        component.getSocket().receive(packet);
        hand(
            Arrays.copyOfRange(
                buffer, packet.getOffset(), packet.getOffset() + packet.getLength()));
      }
    } catch (IOException e) {
      loop.execute(this::onSocketClosed);
    }
  }

  private void hand(byte[] datagram) {
    loop.execute(
        () -> {
          if (!closed && datagram.length > 0) {
            receiver.onDatagram(datagram, 0, datagram.length, System.nanoTime());
          }
        });
  }

  private void onSocketClosed() {
    if (!closed) {
      receiver.onFailed("its socket was closed");
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    try {
      component.send(bytes, offset, length);
    } catch (IOException e) {
      // As lossy as any network; the agent's consent checks notice when nothing goes at all.
      return;
    }
  }

  @Override
  public void onTick(long now) {
    // The agent has threads and timers of its own.
  }

  @Override
  public void close() {
    closed = true;
    agent.free();
  }
}
