package akkord.app.client;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DtlsRole;
import akkord.media.Output;
import akkord.media.sctp.DataChannels;
import akkord.media.sctp.PacketWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A client's data channels on a {@link ClientTransport}; on its loop's thread but for isOpen. */
public final class ClientData implements DataChannels.User {
  /** The channel of reliable packets, as clients open it. */
  public static final DataChannelSpec RELIABLE =
      new DataChannelSpec("_reliable", DataChannelSpec.ANNOUNCED, true, DataChannelSpec.RELIABLE);

  /** The channel of lossy packets, as clients open it. */
  public static final DataChannelSpec LOSSY =
      new DataChannelSpec("_lossy", DataChannelSpec.ANNOUNCED, true, 0);

  /** The channel of data tracks, as clients open it. */
  public static final DataChannelSpec DATA_TRACK =
      new DataChannelSpec(DataChannelSpec.DATA_TRACK, DataChannelSpec.ANNOUNCED, false, 0);

  private static final int PORT = 5000;
  private static final int MAX_MESSAGE = 1 << 16;

  private final ClientTransport transport;
  private final Consumer<DataMessage> receiver;
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final DataChannels channels =
      new DataChannels(
          DtlsRole.CLIENT, PORT, MAX_MESSAGE, this, new SecureRandom(), new PacketWriter());

  /** Channels that nobody has opened yet. */
  public ClientData(ClientTransport transport, Consumer<DataMessage> receiver) {
    this.transport = transport;
    this.receiver = receiver;
  }

  /** DTLS is there. */
  public void start(List<DataChannelSpec> specs, long now) {
    channels.open(specs, now, transport.output());
  }

  /** Takes a decrypted packet. */
  public void onDatagram(byte[] bytes, int offset, int length, long now) {
    channels.onDatagram(bytes, offset, length, now, transport.output());
  }

  /** Does what is due. */
  public void onTick(long now) {
    if (now - channels.nextDeadline(now) >= 0) {
      channels.onTimeout(now, transport.output());
    }
  }

  /** Sends a message; false if there is no such channel. */
  public boolean send(String label, byte[] bytes, long now) {
    return channels.send(new DataMessage(label, false, bytes), MAX_MESSAGE, now, transport.output())
        == DataChannels.Sent.QUEUED;
  }

  /** Whether a channel of this label is open. */
  public boolean isOpen(String label) {
    return open.contains(label);
  }

  /** Bytes of reliable messages that the server has not acknowledged. */
  public int buffered() {
    return channels.bufferedReliably();
  }

  @Override
  public void transmit(byte[] packet, int length, Output out) {
    transport.sendApplicationData(packet, length);
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
    receiver.accept(
        new DataMessage(label, text, Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public void onFailed(String reason, long now, Output out) {
    open.clear();
  }
}
