package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.DTLSTransport;

/**
 * Application data by {@link GcmRecords}, everything else by a {@link DTLSTransport} that is fed
 * one record at a time. Reading on when it is empty throws {@link Empty}, so BouncyCastle never
 * waits.
 *
 * <p>Until the peer's first application data BouncyCastle sends ours too, so that a last flight
 * that it has to repeat is not overtaken by higher numbers.
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
  private static final int ALERT = 21;
  private static final int APPLICATION_DATA = 23;
  private static final byte[] CLOSE_NOTIFY = {AlertLevel.warning, AlertDescription.close_notify};

  private final DTLSTransport transport;
  private final RecordPipe pipe;
  private final HandshakeResult result;
  private final Supplier<byte[]> queued;
  private final GcmRecords records;
  private final int sendLimit;
  private final Empty empty = new Empty();
  private byte[] record;
  private int recordOffset;
  private int recordLength;
  private boolean confirmed;
  private boolean closed;
  private Output out;
  private InetSocketAddress path;

  /**
   * Takes over a transport.
   *
   * @param queued yields the datagrams that came after the handshake's end, then null
   * @throws IOException if the transport has failed already
   */
  BouncyCastleSession(
      DTLSTransport transport, RecordPipe pipe, HandshakeResult result, Supplier<byte[]> queued)
      throws IOException {
    this.transport = transport;
    this.pipe = pipe;
    this.result = result;
    this.queued = queued;
    records = new GcmRecords(result.recordKeys());
    sendLimit = transport.getSendLimit();
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
    byte[] plaintext = out.scratch();
    int end = offset + length;
    int size;
    for (int at = offset; at < end && !closed(); at += size) {
      size = DtlsRecords.size(bytes, at);
      if (!DtlsRecords.isApplicationData(bytes, at)) {
        leave(bytes, at, size, path, out);
        continue;
      }
      int read = records.open(bytes, at, size, plaintext);
      if (read < 0) {
        out.drop(
            read == GcmRecords.REPLAYED
                ? DropReason.DTLS_REPLAYED
                : DropReason.DTLS_AUTHENTICATION);
        continue;
      }
      confirm(bytes, at, size, path, out);
      if (read > 0) {
        receiver.onApplicationData(plaintext, 0, read, now, out);
      }
    }
  }

  /** Lets BouncyCastle see that the peer has our last flight: it forgets it. */
  private void confirm(byte[] bytes, int at, int size, InetSocketAddress path, Output out) {
    if (!confirmed) {
      confirmed = true;
      leave(bytes, at, size, path, out);
    }
  }

  /** Leaves a record to BouncyCastle, which may answer. */
  private void leave(byte[] bytes, int at, int size, InetSocketAddress path, Output out) {
    byte[] known = new byte[size]; // application data that we have read before
    record = bytes;
    recordOffset = at;
    recordLength = size;
    lend(path, out);
    try {
      while (!closed()) {
        // -1: a millisecond passed, the record is still waiting
        transport.receive(known, 0, known.length, WAIT_MILLIS);
      }
    } catch (InterruptedIOException e) {
      record = null; // the record has been worked off
    } catch (IOException e) {
      // BouncyCastle has sent the alert; a peer that has records of ours takes it for an old one.
      closed = true;
    } finally {
      giveBack();
    }
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length, InetSocketAddress path, Output out) {
    if (closed() || length > sendLimit) {
      return false;
    }
    if (confirmed) {
      return seal(APPLICATION_DATA, bytes, offset, length, path, out);
    }
    lend(path, out);
    try {
      transport.send(bytes, offset, length);
      return true;
    } catch (IOException e) {
      closed = true;
      return false;
    } finally {
      giveBack();
    }
  }

  private boolean seal(
      int type, byte[] bytes, int offset, int length, InetSocketAddress path, Output out) {
    if (records.exhausted()) {
      closed = true;
      return false;
    }
    Packet packet = out.packet();
    packet.offset = 0;
    packet.length = records.seal(type, bytes, offset, length, packet.bytes, 0);
    out.send(packet, path);
    return true;
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
    if (confirmed) {
      seal(ALERT, CLOSE_NOTIFY, 0, CLOSE_NOTIFY.length, path, out);
      return;
    }
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
    if (record == null) {
      throw empty;
    }
    int copied = Math.min(length, recordLength);
    System.arraycopy(record, recordOffset, buffer, offset, copied);
    record = null;
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
