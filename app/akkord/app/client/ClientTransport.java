package akkord.app.client;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.DtlsSession;
import akkord.media.ice.StunAttribute;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The client's end of one peer connection: controlling ICE towards a lite server (RFC 8445 7.2),
 * DTLS as client, SRTP. All methods but {@link #start} run on the {@link ClientLoop}'s thread.
 */
public final class ClientTransport {
  private static final long CHECK_INTERVAL = 50_000_000L;
  private static final long CONSENT_INTERVAL = 2_500_000_000L;
  private static final int SOCKET_BUFFER = 1 << 20;
  private static final int FIRST_RTP_BYTE = 128;
  private static final int LAST_RTP_BYTE = 191;
  private static final int FIRST_DTLS_BYTE = 20;
  private static final int LAST_DTLS_BYTE = 63;

  /** What happens on the connection; called on the loop's thread. */
  public interface Listener {
    /** Packets can be sent. */
    void onConnected(long now);

    /** A decrypted RTP packet, lent until the call returns. */
    void onRtp(Packet packet, long now);

    /** A decrypted RTCP packet, lent until the call returns. */
    void onRtcp(Packet packet, long now);

    /** Nothing more will happen. */
    void onFailed(String reason);

    /** Called every few milliseconds once connected. */
    void onTick(long now);
  }

  private final ClientLoop loop;
  private final DatagramChannel channel;
  private final IceCredentials local;
  private final DtlsHandshake.Factory handshakes;
  private final Listener listener;
  private final SecureRandom random = new SecureRandom();
  private final StunWriter stun = new StunWriter();
  private final StunMessage received = new StunMessage();
  private final Packet in = new Packet();
  private final Packet outgoing = new Packet();
  private final ByteBuffer inBuffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final ByteBuffer outBuffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final Sender sender = new Sender();
  private final long tieBreaker = random.nextLong();
  private InetSocketAddress server;
  private IceCredentials remote;
  private Fingerprint fingerprint;
  private StunIntegrity remoteKey;
  private long nextCheck;
  private boolean iceConnected;
  private DtlsHandshake handshake;
  private DtlsSession session;
  private SrtpContext srtp;
  private boolean closed;

  /** Opens a socket on any free port. */
  public ClientTransport(
      ClientLoop loop, IceCredentials local, DtlsHandshake.Factory handshakes, Listener listener)
      throws IOException {
    this.loop = loop;
    this.local = local;
    this.handshakes = handshakes;
    this.listener = listener;
    this.channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
  }

  /** Starts checks towards {@code server} with what its description says. Any thread. */
  public void start(InetSocketAddress server, IceCredentials remote, Fingerprint fingerprint) {
    loop.execute(
        () -> {
          this.server = server;
          this.remote = remote;
          this.fingerprint = fingerprint;
          this.remoteKey = new StunIntegrity(remote.password());
          this.nextCheck = System.nanoTime();
          try {
            channel.connect(server);
            loop.register(this, channel);
          } catch (IOException e) {
            fail("no way to " + server + ": " + e.getMessage());
          }
        });
  }

  /** Encrypts and sends one RTP packet. */
  public void sendRtp(Packet packet) {
    if (srtp != null && srtp.protectRtp(packet) == null) {
      write(packet);
    }
  }

  /** Encrypts and sends one RTCP packet. */
  public void sendRtcp(Packet packet) {
    if (srtp != null && srtp.protectRtcp(packet) == null) {
      write(packet);
    }
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
        in.remote = server;
        inBuffer.get(in.bytes, 0, in.length);
        dispatch(now);
      }
    } catch (IOException e) {
      nextCheck = now + CHECK_INTERVAL; // the server's port is not open yet, or closed again
    }
  }

  private void dispatch(long now) {
    int first = in.bytes[0] & 0xFF;
    if (first <= 3) {
      onStun(now);
    } else if (first >= FIRST_DTLS_BYTE && first <= LAST_DTLS_BYTE) {
      onDtls(now);
    } else if (first >= FIRST_RTP_BYTE && first <= LAST_RTP_BYTE && srtp != null) {
      int type = in.bytes[1] & 0xFF;
      if (type >= 192 && type <= 223) {
        if (srtp.unprotectRtcp(in) == null) {
          listener.onRtcp(in, now);
        }
      } else if (srtp.unprotectRtp(in) == null) {
        listener.onRtp(in, now);
      }
    }
  }

  private void onStun(long now) {
    if (!received.parse(in.bytes, in.offset, in.length)
        || received.type() != StunMessage.BINDING_SUCCESS
        || !received.integrityMatches(remoteKey)) {
      return;
    }
    if (!iceConnected) {
      iceConnected = true;
      nextCheck = now + CONSENT_INTERVAL;
      handshake = handshakes.start(DtlsRole.CLIENT, event -> loop.execute(() -> onEvent(event)));
      if (handshake == null) {
        fail("too many handshakes at once");
      }
    }
  }

  private void onDtls(long now) {
    if (session != null) {
      session.onDatagram(in, server, (bytes, offset, length, at, out) -> {}, now, sender);
      if (session.closed()) {
        fail("the server closed DTLS");
      }
    } else if (handshake != null && handshake.offer(in) != null) {
      fail("the server sent malformed DTLS");
    }
  }

  private void onEvent(DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Outgoing outgoingEvent -> {
        byte[] datagram = outgoingEvent.datagram();
        outgoing.clear();
        System.arraycopy(datagram, 0, outgoing.bytes, 0, datagram.length);
        outgoing.length = datagram.length;
        write(outgoing);
      }
      case DtlsEvent.Completed completed -> {
        if (!completed.peer().matches(fingerprint)) {
          fail("the server's certificate is not the one it announced");
          return;
        }
        srtp = SrtpContext.of(completed.keys());
        session = completed.session();
        long now = System.nanoTime();
        session.resume(server, (bytes, offset, length, at, out) -> {}, now, sender);
        listener.onConnected(now);
      }
      case DtlsEvent.Failed failed -> fail("DTLS failed: " + failed);
    }
  }

  void onTimeout(long now) {
    if (server != null && now - nextCheck >= 0) {
      nextCheck = now + (iceConnected ? CONSENT_INTERVAL : CHECK_INTERVAL);
      check();
    }
    if (srtp != null) {
      listener.onTick(now);
    }
  }

  private void check() {
    outgoing.clear();
    byte[] id = new byte[12];
    random.nextBytes(id);
    byte[] name = (remote.ufrag() + ":" + local.ufrag()).getBytes(StandardCharsets.UTF_8);
    stun.begin(outgoing, StunMessage.BINDING_REQUEST, id, 0);
    stun.attribute(StunAttribute.USERNAME, name, name.length);
    stun.number64(StunAttribute.ICE_CONTROLLING, tieBreaker);
    stun.number32(StunAttribute.PRIORITY, 0x6E0001FFL);
    stun.flag(StunAttribute.USE_CANDIDATE);
    stun.integrity(remoteKey);
    stun.fingerprint();
    write(outgoing);
  }

  /** The keys, null before the handshake: for tests that misuse them. */
  SrtpContext srtp() {
    return srtp;
  }

  void write(Packet packet) {
    outBuffer.clear();
    outBuffer.put(packet.bytes, packet.offset, packet.length);
    outBuffer.flip();
    try {
      channel.write(outBuffer);
    } catch (IOException e) {
      // As lossy as any network: an ICMP error surfaces here and is no reason to stop.
      outBuffer.clear();
    }
  }

  private void fail(String reason) {
    if (!closed) {
      close();
      listener.onFailed(reason);
    }
  }

  /** Says goodbye and closes the socket. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (session != null) {
      session.close(server, sender);
    } else if (handshake != null) {
      handshake.cancel();
    }
    loop.forget(this);
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private final class Sender implements Output {
    private final Packet packet = new Packet();

    @Override
    public Packet packet() {
      packet.clear();
      return packet;
    }

    @Override
    public void send(Packet sent, InetSocketAddress to) {
      write(sent);
    }

    @Override
    public void event(MediaEvent event) {}

    @Override
    public void drop(DropReason reason) {}
  }
}
