package akkord.sim;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DtlsRole;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.sctp.DataChannels;
import akkord.media.sctp.PacketWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A client's data channels. */
final class SimData implements DataChannels.User, QuietOutput {
  final List<DataMessage> received = new ArrayList<>();
  final List<String> open = new ArrayList<>();
  String failed;

  /** Whether it stops reading, so that its window shuts. */
  boolean stalled;

  private final DataChannels channels;
  private final Consumer<byte[]> wire;

  SimData(Consumer<byte[]> wire, List<DataChannelSpec> specs, long now) {
    this.wire = wire;
    channels =
        new DataChannels(DtlsRole.CLIENT, 5000, 65535, this, new Random(1), new PacketWriter());
    channels.open(specs, now, this);
  }

  DataChannels.Sent send(String label, byte[] bytes, long now) {
    return channels.send(new DataMessage(label, false, bytes), 64 << 10, now, this);
  }

  int buffered() {
    return channels.bufferedReliably();
  }

  void onDatagram(byte[] bytes, long now) {
    channels.onDatagram(bytes, 1, bytes.length - 1, now, this);
  }

  void onTick(long now) {
    channels.onTimeout(now, this);
  }

  /** Reads again what it had left lying. */
  void readOn(long now) {
    stalled = false;
    channels.consumed(Integer.MAX_VALUE, now, this);
  }

  @Override
  public void transmit(byte[] packet, int length, Output out) {
    byte[] datagram = new byte[length + 1];
    datagram[0] = PlainSession.APPLICATION_DATA;
    System.arraycopy(packet, 0, datagram, 1, length);
    wire.accept(datagram);
  }

  @Override
  public void onOpen(String label, long now, Output out) {
    open.add(label);
  }

  @Override
  public void onClose(String label, long now, Output out) {
    open.remove(label);
  }

  @Override
  public void onMessage(
      String label, boolean text, byte[] bytes, int offset, int length, long now, Output out) {
    if (stalled) {
      channels.retain(length);
    }
    received.add(new DataMessage(label, text, Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public void onFailed(String reason, long now, Output out) {
    failed = reason;
  }
}
