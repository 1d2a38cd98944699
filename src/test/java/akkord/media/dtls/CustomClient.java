package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.net.Packet;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A DTLS client with other habits than ours: one record in a datagram, of any size; any SRTP
 * profiles; a ClientHello as large as a post-quantum one; no certificate, or one with RSA.
 */
final class CustomClient implements DtlsHandshake, DatagramTransport {
  /**
   * What makes it different.
   *
   * @param cipherSuite the only one it offers, 0 for all of ours
   */
  record Habits(
      int datagramSize,
      List<Integer> profiles,
      int helloPadding,
      boolean certificate,
      int cipherSuite) {
    Habits(int datagramSize, List<Integer> profiles, int helloPadding, boolean certificate) {
      this(datagramSize, profiles, helloPadding, certificate, 0);
    }
  }

  private static final int X25519_MLKEM768 = 0x11EC;

  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
  private final Habits habits;
  private final RsaCredentials rsa;
  private final Consumer<DtlsEvent> events;

  /** What it sends after the handshake. */
  final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();

  /** BouncyCastle's records after the handshake. */
  volatile DTLSTransport transport;

  private CustomClient(Habits habits, RsaCredentials rsa, Consumer<DtlsEvent> events) {
    this.habits = habits;
    this.rsa = rsa;
    this.events = events;
  }

  static DtlsHandshake.Factory with(Habits habits) {
    return with(habits, null);
  }

  /** One with an RSA certificate; null: with an ordinary one. */
  static DtlsHandshake.Factory with(Habits habits, RsaCredentials rsa) {
    return (role, events) -> {
      CustomClient client = new CustomClient(habits, rsa, events);
      Thread.ofVirtual().start(client::run);
      return client;
    };
  }

  private final class Client extends DtlsClient {
    Client(HandshakeResult result) {
      super(
          new DtlsParameters(
              new BcTlsCrypto(new SecureRandom()), DtlsLink.CLIENT_CERTIFICATE, 5000),
          result);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return habits.cipherSuite == 0
          ? super.getSupportedCipherSuites()
          : new int[] {habits.cipherSuite};
    }

    @Override
    int[] offeredProfiles() {
      return habits.profiles.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    @SuppressWarnings("JdkObsolete")
    protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
      Vector<Integer> groups = super.getSupportedGroups(roles);
      groups.add(0, X25519_MLKEM768);
      return groups;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      TlsExtensionsUtils.addPaddingExtension(extensions, habits.helloPadding);
      return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      TlsAuthentication ours = super.getAuthentication();
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
          ours.notifyServerCertificate(server);
        }

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
          if (rsa != null) {
            return rsa.in(context);
          }
          return habits.certificate ? ours.getClientCredentials(request) : null;
        }
      };
    }
  }

  private void run() {
    HandshakeResult result = new HandshakeResult();
    try {
      transport = new DTLSClientProtocol().connect(new Client(result), this);
      events.accept(new DtlsEvent.Completed(result.keys(), result.peer(), null));
    } catch (IOException e) {
      events.accept(new DtlsEvent.Failed(e.getMessage()));
    }
  }

  @Override
  public DropReason offer(Packet in) {
    queue.add(Arrays.copyOfRange(in.bytes, in.offset, in.offset + in.length));
    return null;
  }

  @Override
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
    if (transport == null) {
      events.accept(new DtlsEvent.Outgoing(datagram));
    } else {
      sent.add(datagram);
    }
  }

  @Override
  public int getReceiveLimit() {
    return Packet.CAPACITY;
  }

  @Override
  public int getSendLimit() {
    return habits.datagramSize;
  }

  @Override
  public void close() {}
}
