package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.bouncycastle.tls.DTLSTransport;

/**
 * A {@link DTLSTransport} fed one datagram at a time. Reading on when it is empty throws {@link
 * Empty}, so BouncyCastle never waits.
 */
final class BouncyCastleSession implements DtlsSession, RecordPipe.Source, RecordPipe.Sink {
  /** Thrown by the empty source: preallocated and without a stack, since it ends every datagram. */
  private static final class Empty extends InterruptedIOException {
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private static final int WAIT_MILLIS = 1;

  private final DTLSTransport transport;
  private final RecordPipe pipe;
  private final HandshakeResult result;
  private final Supplier<byte[]> queued;
  private final Empty empty = new Empty();
  private final byte[] plaintext = new byte[Packet.CAPACITY];
  private byte[] datagram;
  private int datagramOffset;
  private int datagramLength;
  private boolean closed;
  private Output out;
  private InetSocketAddress path;

  /**
   * Takes over a transport.
   *
   * @param queued yields the datagrams that came after the handshake's end, then null
   */
  BouncyCastleSession(
      DTLSTransport transport, RecordPipe pipe, HandshakeResult result, Supplier<byte[]> queued) {
    this.transport = transport;
    this.pipe = pipe;
    this.result = result;
    this.queued = queued;
    pipe.attach(this, this);
  }

  @Override
  public void resume(InetSocketAddress path, Receiver receiver, long now, Output out) {
    for (byte[] next = queued.get(); next != null; next = queued.get()) {
      decrypt(next, 0, next.length, path, receiver, now, out);
    }
  }

  @Override
  public void onDatagram(
      Packet in, InetSocketAddress path, Receiver receiver, long now, Output out) {
    if (!DtlsRecords.wellFormed(in.bytes, in.offset, in.length)) {
      out.drop(DropReason.DTLS_MALFORMED);
      return;
    }
    decrypt(in.bytes, in.offset, in.length, path, receiver, now, out);
  }

  private void decrypt(
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress path,
      Receiver receiver,
      long now,
      Output out) {
    if (closed()) {
      return;
    }
    datagram = bytes;
    datagramOffset = offset;
    datagramLength = length;
    lend(path, out);
    try {
      while (!closed()) {
        // -1: a millisecond passed among records without data; the rest is still waiting
        int read = transport.receive(plaintext, 0, plaintext.length, WAIT_MILLIS);
        if (read > 0) {
          receiver.onApplicationData(plaintext, 0, read, now, out);
        }
      }
    } catch (InterruptedIOException e) {
      datagram = null; // the datagram has been worked off
    } catch (IOException e) {
      closed = true; // BouncyCastle has already sent the alert
    } finally {
      giveBack();
    }
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length, InetSocketAddress path, Output out) {
    if (closed()) {
      return false;
    }
    // A receiver may send while it is being handed data.
    InetSocketAddress outerPath = this.path;
    Output outerOut = this.out;
    lend(path, out);
    try {
      if (length > transport.getSendLimit()) {
        return false;
      }
      transport.send(bytes, offset, length);
      return true;
    } catch (IOException e) {
      closed = true;
      return false;
    } finally {
      giveBack();
      lend(outerPath, outerOut);
    }
  }

  @Override
  public boolean closed() {
    return closed || result.ended();
  }

  @Override
  public void close(InetSocketAddress path, Output out) {
    if (closed()) {
      return;
    }
    closed = true;
    lend(path, out);
    try {
      transport.close();
    } catch (IOException e) {
      closed = true; // nothing was sent, and nothing more will be
    } finally {
      giveBack();
    }
  }

  private void lend(InetSocketAddress path, Output out) {
    this.path = path;
    this.out = out;
  }

  private void giveBack() {
    pipe.flush();
    this.path = null;
    this.out = null;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    if (datagram == null) {
      throw empty;
    }
    int copied = Math.min(length, datagramLength);
    System.arraycopy(datagram, datagramOffset, buffer, offset, copied);
    datagram = null;
    return copied;
  }

  @Override
  public void send(byte[] bytes, int length) {
    Packet packet = out.packet();
    packet.offset = 0;
    packet.length = length;
    System.arraycopy(bytes, 0, packet.bytes, 0, length);
    out.send(packet, path);
  }
}
