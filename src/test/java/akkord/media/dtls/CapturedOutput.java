package akkord.media.dtls;

import akkord.media.DropReason;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what a session sends. */
final class CapturedOutput implements Output {
  static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
  static final DtlsSession.Receiver IGNORE = (bytes, offset, length, now, out) -> {};

  final List<byte[]> sent = new ArrayList<>();
  final List<DropReason> drops = new ArrayList<>();

  @Override
  public Packet packet() {
    return new Packet();
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    sent.add(Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length));
  }

  @Override
  public void event(MediaEvent event) {
    throw new AssertionError("a session has no events");
  }

  @Override
  public void drop(DropReason reason) {
    drops.add(reason);
  }
}
