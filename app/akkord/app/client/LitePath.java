package akkord.app.client;

import akkord.media.IceCredentials;
import akkord.media.ice.StunAttribute;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * The cheapest way: controlling ICE towards one address of a lite server (RFC 8445 7.2), on a
 * socket of the loop's. For thousands of simulated clients, and for tests.
 */
public final class LitePath implements DatagramPath {
  private static final long CHECK_INTERVAL = 50_000_000L;
  private static final long CONSENT_INTERVAL = 2_500_000_000L;
  private static final int SOCKET_BUFFER = 1 << 20;
  private static final int LAST_STUN_BYTE = 3;

  private final ClientLoop loop;
  private final DatagramChannel channel;
  private final IceCredentials local;
  private final SecureRandom random = new SecureRandom();
  private final StunWriter stun = new StunWriter();
  private final StunMessage received = new StunMessage();
  private final Packet in = new Packet();
  private final Packet request = new Packet();
  private final ByteBuffer inBuffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final ByteBuffer outBuffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final long tieBreaker = random.nextLong();
  private IceCredentials remote;
  private StunIntegrity remoteKey;
  private Receiver receiver;
  private long nextCheck;
  private boolean open;
  private boolean closed;

  /** Opens a socket on any free port. */
  public LitePath(ClientLoop loop, IceCredentials local) throws IOException {
    this.loop = loop;
    this.local = local;
    this.channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
  }

  @Override
  public IceCredentials local() {
    return local;
  }

  @Override
  public void start(List<InetSocketAddress> candidates, IceCredentials remote, Receiver receiver) {
    InetSocketAddress server = candidates.getFirst();
    loop.execute(
        () -> {
          this.remote = remote;
          this.remoteKey = new StunIntegrity(remote.password());
          this.receiver = receiver;
          this.nextCheck = System.nanoTime();
          try {
            channel.connect(server);
            loop.register(this, channel);
          } catch (IOException e) {
            receiver.onFailed("no way to " + server + ": " + e.getMessage());
          }
        });
  }

  void onReadable(long now) {
    try {
      while (!closed) {
        inBuffer.clear();
        if (channel.read(inBuffer) <= 0) {
          return;
        }
        inBuffer.flip();
        in.offset = 0;
        in.length = inBuffer.remaining();
        inBuffer.get(in.bytes, 0, in.length);
        if ((in.bytes[0] & 0xFF) <= LAST_STUN_BYTE) {
          onStun(now);
        } else {
          receiver.onDatagram(in.bytes, in.offset, in.length, now);
        }
      }
    } catch (IOException e) {
      nextCheck = now + CHECK_INTERVAL; // the server's port is not open yet, or closed again
    }
  }

  private void onStun(long now) {
    if (!received.parse(in.bytes, in.offset, in.length)
        || received.type() != StunMessage.BINDING_SUCCESS
        || !received.integrityMatches(remoteKey)) {
      return;
    }
    if (!open) {
      open = true;
      nextCheck = now + CONSENT_INTERVAL;
      receiver.onOpen(now);
    }
  }

  @Override
  public void onTick(long now) {
    if (remote != null && now - nextCheck >= 0) {
      nextCheck = now + (open ? CONSENT_INTERVAL : CHECK_INTERVAL);
      check();
    }
  }

  private void check() {
    request.clear();
    byte[] id = new byte[12];
    random.nextBytes(id);
    byte[] name = (remote.ufrag() + ":" + local.ufrag()).getBytes(StandardCharsets.UTF_8);
    stun.begin(request, StunMessage.BINDING_REQUEST, id, 0);
    stun.attribute(StunAttribute.USERNAME, name, name.length);
    stun.number64(StunAttribute.ICE_CONTROLLING, tieBreaker);
    stun.number32(StunAttribute.PRIORITY, 0x6E0001FFL);
    stun.flag(StunAttribute.USE_CANDIDATE);
    stun.integrity(remoteKey);
    stun.fingerprint();
    send(request.bytes, request.offset, request.length);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    outBuffer.clear();
    outBuffer.put(bytes, offset, length);
    outBuffer.flip();
    try {
      channel.write(outBuffer);
    } catch (IOException e) {
      // As lossy as any network: an ICMP error surfaces here and is no reason to stop.
      outBuffer.clear();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
