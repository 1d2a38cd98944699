package akkord.sim;

import akkord.media.Output;
import akkord.media.dtls.DtlsSession;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;

/** DTLS without encryption: a byte that says application data, and the data. */
final class PlainSession implements DtlsSession {
  static final byte APPLICATION_DATA = 23;

  private boolean closed;

  @Override
  public void resume(InetSocketAddress path, Receiver receiver, long now, Output out) {}

  @Override
  public void onDatagram(
      Packet in, InetSocketAddress path, Receiver receiver, long now, Output out) {
    receiver.onApplicationData(in.bytes, in.offset + 1, in.length - 1, now, out);
  }

  @Override
  public boolean send(byte[] bytes, int offset, int length, InetSocketAddress path, Output out) {
    Packet packet = out.packet();
    packet.bytes[0] = APPLICATION_DATA;
    System.arraycopy(bytes, offset, packet.bytes, 1, length);
    packet.length = length + 1;
    out.send(packet, path);
    return true;
  }

  @Override
  public boolean closed() {
    return closed;
  }

  @Override
  public void close(InetSocketAddress path, Output out) {
    closed = true;
  }
}
