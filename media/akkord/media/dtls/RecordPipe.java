package akkord.media.dtls;

import akkord.media.net.Packet;
import java.io.IOException;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The network as BouncyCastle sees it. Records going out are collected into datagrams of at most
 * {@link #MTU} bytes, which leave when the next record does not fit, when BouncyCastle begins to
 * wait for an answer, and at {@link #flush}. One thread at a time owns it.
 */
final class RecordPipe implements DatagramTransport {
  /** Bytes of the largest datagram: fits any path that WebRTC media fits. */
  static final int MTU = 1200;

  /** Where datagrams come from. */
  interface Source {
    /**
     * Copies one datagram.
     *
     * @return its length, -1 if none came within {@code waitMillis}
     * @throws IOException to end whatever waits for one
     */
    int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException;
  }

  /** Where datagrams go. */
  interface Sink {
    /** Takes a datagram; the bytes are lent. */
    void send(byte[] bytes, int length);
  }

  private final byte[] collected = new byte[MTU];
  private int length;
  private Source source;
  private Sink sink;

  /** Sets both ends; again when the owner changes. */
  void attach(Source source, Sink sink) {
    this.source = source;
    this.sink = sink;
  }

  @Override
  public int getReceiveLimit() {
    return Packet.CAPACITY;
  }

  @Override
  public int getSendLimit() {
    return MTU;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    flush();
    return source.receive(buffer, offset, length, waitMillis);
  }

  @Override
  public void send(byte[] record, int offset, int recordLength) {
    if (recordLength > MTU - length) {
      flush();
    }
    System.arraycopy(record, offset, collected, length, recordLength);
    length += recordLength;
  }

  /** Sends what has been collected. */
  void flush() {
    if (length > 0) {
      int ready = length;
      length = 0;
      sink.send(collected, ready);
    }
  }

  @Override
  public void close() {
    flush();
  }
}
