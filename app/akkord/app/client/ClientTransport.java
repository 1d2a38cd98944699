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
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The client's end of one peer connection: DTLS as client and SRTP over a {@link DatagramPath}. All
 * methods but {@link #start} run on the {@link ClientLoop}'s thread.
 */
public final class ClientTransport {
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

    /** A decrypted packet of the data channels, lent until the call returns. */
    default void onApplicationData(byte[] bytes, int offset, int length, long now) {}

    /** Nothing more will happen. */
    void onFailed(String reason);

    /** Called every few milliseconds once connected. */
    void onTick(long now);
  }

  private final ClientLoop loop;
  private final DatagramPath path;
  private final DtlsHandshake.Factory handshakes;
  private final Listener listener;
  private final Packet in = new Packet();
  private final Packet outgoing = new Packet();
  private final Sender sender = new Sender();
  private final DtlsSession.Receiver receiver;
  private InetSocketAddress server;
  private Fingerprint fingerprint;
  private DtlsHandshake handshake;
  private DtlsSession session;
  private SrtpContext srtp;
  private boolean closed;

  /** Over a {@link LitePath}, on any free port. */
  public ClientTransport(
      ClientLoop loop, IceCredentials local, DtlsHandshake.Factory handshakes, Listener listener)
      throws IOException {
    this(loop, new LitePath(loop, local), handshakes, listener);
  }

  /** Over {@code path}, which it closes. */
  public ClientTransport(
      ClientLoop loop, DatagramPath path, DtlsHandshake.Factory handshakes, Listener listener) {
    this.loop = loop;
    this.path = path;
    this.handshakes = handshakes;
    this.listener = listener;
    receiver =
        (bytes, offset, length, now, out) -> listener.onApplicationData(bytes, offset, length, now);
  }

  /** Starts checks towards {@code server} with what its description says. Any thread. */
  public void start(InetSocketAddress server, IceCredentials remote, Fingerprint fingerprint) {
    start(List.of(server), remote, fingerprint);
  }

  /**
   * The same with several addresses of the server.
   *
   * @param servers one at least
   */
  public void start(
      List<InetSocketAddress> servers, IceCredentials remote, Fingerprint fingerprint) {
    loop.execute(
        () -> {
          this.server = servers.getFirst();
          this.fingerprint = fingerprint;
          loop.add(this);
        });
    path.start(servers, remote, new Incoming());
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

  /** Encrypts and sends one packet of the data channels; lost if there are no keys. */
  public void sendApplicationData(byte[] bytes, int length) {
    if (session != null) {
      session.send(bytes, 0, length, server, sender);
    }
  }

  private final class Incoming implements DatagramPath.Receiver {
    @Override
    public void onOpen(long now) {
      handshake = handshakes.start(DtlsRole.CLIENT, event -> loop.execute(() -> onEvent(event)));
      if (handshake == null) {
        fail("too many handshakes at once");
      }
    }

    @Override
    public void onDatagram(byte[] bytes, int offset, int length, long now) {
      if (closed || length > Packet.CAPACITY) {
        return;
      }
      in.offset = 0;
      in.length = length;
      in.remote = server;
      System.arraycopy(bytes, offset, in.bytes, 0, length);
      dispatch(now);
    }

    @Override
    public void onFailed(String why) {
      fail(why);
    }
  }

  private void dispatch(long now) {
    int first = in.bytes[0] & 0xFF;
    if (first >= FIRST_DTLS_BYTE && first <= LAST_DTLS_BYTE) {
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

  private void onDtls(long now) {
    if (session != null) {
      session.onDatagram(in, server, receiver, now, sender);
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
        listener.onConnected(now);
        session.resume(server, receiver, now, sender);
      }
      case DtlsEvent.Failed failed -> fail("DTLS failed: " + failed);
    }
  }

  void onTimeout(long now) {
    path.onTick(now);
    if (srtp != null) {
      listener.onTick(now);
    }
  }

  /** The keys, null before the handshake: for tests that misuse them. */
  SrtpContext srtp() {
    return srtp;
  }

  void write(Packet packet) {
    path.send(packet.bytes, packet.offset, packet.length);
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
    path.close();
  }

  /** What leaves by it goes to the server; events, drops and counts are nobody's. */
  Output output() {
    return sender;
  }

  private final class Sender implements Output {
    private final Packet packet = new Packet();
    private final byte[] scratch = new byte[Packet.CAPACITY];

    @Override
    public Packet packet() {
      packet.clear();
      return packet;
    }

    @Override
    public byte[] scratch() {
      return scratch;
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
