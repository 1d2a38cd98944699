package akkord.media.sctp;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The data channels of one peer connection (RFC 8831, 8832): opened by the peer, by us, or agreed
 * beforehand; found by their label.
 */
public final class DataChannels {
  /**
   * Channels at one time; more are refused. So many may be in the midst of a longest message each
   * without filling the receive window: see {@link MessageReassembly}.
   */
  public static final int MAX_CHANNELS = 16;

  /** Longest message to receive, in bytes. */
  public static final int MAX_MESSAGE = 1 << 16;

  /** Our {@code a=sctp-port}. */
  public static final int LOCAL_PORT = 5000;

  private static final int TEXT = 51;
  private static final int BINARY = 53;
  private static final int EMPTY_TEXT = 56;
  private static final int EMPTY_BINARY = 57;
  private static final int DEFAULT_MAX_MESSAGE = 1 << 16;
  private static final byte[] NOTHING = new byte[1];

  /** Who uses the channels. All calls are made while a method of this class runs. */
  public interface User {
    /** A packet to encrypt and send; the bytes, from index 0, are lent. */
    void transmit(byte[] packet, int length, Output out);

    /** Messages may be sent to this label: a first channel of it is open. */
    void onOpen(String label, long now, Output out);

    /** The last open channel of this label is gone. */
    void onClose(String label, long now, Output out);

    /** A message; the bytes are lent. */
    void onMessage(
        String label, boolean text, byte[] bytes, int offset, int length, long now, Output out);

    /** There will be no channels any more. */
    void onFailed(String reason, long now, Output out);
  }

  /** What became of a message. */
  public enum Sent {
    /** It is on its way. */
    QUEUED,
    /** There is no open channel of this label. */
    NO_CHANNEL,
    /** The peer does not take messages of this size. */
    TOO_LARGE
  }

  private static final class Channel {
    final String label;
    final int stream;
    final boolean ordered;
    final Reliability reliability;
    final boolean reliable;
    boolean open;
    boolean closing;

    Channel(String label, int stream, boolean ordered, Reliability reliability) {
      this.label = label.intern(); // one string for all channels of this name
      this.stream = stream;
      this.ordered = ordered;
      this.reliability = reliability;
      reliable = reliability.kind() == Reliability.Kind.FULL;
    }
  }

  private final User user;
  private final DtlsRole role;
  private final Association association;
  private final int maxMessage;
  private final Map<Integer, Channel> channels = new LinkedHashMap<>(8);
  private Channel[] channelArray = {};
  private final List<DataChannelSpec> wanted = new ArrayList<>(4);

  /**
   * No channels yet.
   *
   * @param role ours: it decides which streams are ours to open (RFC 8832 6)
   * @param remotePort the peer's {@code a=sctp-port}
   * @param maxMessage the peer's {@code a=max-message-size}, 0 if it says none
   * @param random for the association's secrets
   * @param writer of all channels of their thread
   */
  public DataChannels(
      DtlsRole role,
      int remotePort,
      int maxMessage,
      User user,
      RandomGenerator random,
      PacketWriter writer) {
    this.role = role;
    this.user = user;
    this.maxMessage = maxMessage == 0 ? DEFAULT_MAX_MESSAGE : maxMessage;
    association =
        new Association(LOCAL_PORT, remotePort, MAX_MESSAGE, new AssociationUser(), random, writer);
  }

  private final class AssociationUser implements Association.User {
    @Override
    public void transmit(byte[] packet, int length, Output out) {
      user.transmit(packet, length, out);
    }

    @Override
    public void onEstablished(long now, Output out) {
      List<DataChannelSpec> waiting = List.copyOf(wanted);
      wanted.clear();
      waiting.forEach(spec -> begin(spec, now, out));
    }

    @Override
    public void onMessage(
        int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out) {
      DataChannels.this.onMessage(stream, ppid, bytes, offset, length, now, out);
    }

    @Override
    public void onIncomingReset(int stream, long now, Output out) {
      Channel channel = channels.get(stream);
      if (channel != null) {
        close(channel, now, out);
      }
    }

    @Override
    public void onOutgoingReset(int stream, long now, Output out) {
      Channel channel = channels.get(stream);
      if (channel != null && channel.closing) {
        channels.remove(stream);
        channelsChanged();
      }
    }

    @Override
    public void onClosed(String reason, long now, Output out) {
      user.onFailed(reason, now, out);
    }
  }

  /** Whether messages can flow. */
  public boolean established() {
    return association.established();
  }

  /** Sets up the association if nobody has, and a channel unless one of its label is there. */
  public void open(Collection<DataChannelSpec> specs, long now, Output out) {
    for (DataChannelSpec spec : specs) {
      if (association.established()) {
        begin(spec, now, out);
      } else if (!wanted.contains(spec)) {
        wanted.add(spec);
      }
    }
    if (!specs.isEmpty()) {
      association.connect(now, out);
    }
  }

  private void begin(DataChannelSpec spec, long now, Output out) {
    boolean announced = spec.stream() == DataChannelSpec.ANNOUNCED;
    int stream = announced ? freeStream() : spec.stream();
    if (find(spec.label()) != null || channels.containsKey(stream) || isFull()) {
      return;
    }
    Reliability reliability =
        spec.maxRetransmits() == DataChannelSpec.RELIABLE
            ? Reliability.FULL
            : Reliability.retransmissions(spec.maxRetransmits());
    Channel channel = new Channel(spec.label(), stream, spec.ordered(), reliability);
    add(channel);
    if (announced) {
      byte[] open = Dcep.write(new Dcep.Open(spec.label(), spec.ordered(), reliability));
      association.send(stream, Dcep.PPID, open, true, Reliability.FULL, now, out);
    } else {
      opened(channel, now, out);
    }
  }

  private void add(Channel channel) {
    channels.put(channel.stream, channel);
    channelsChanged();
  }

  private void channelsChanged() {
    channelArray = channels.values().toArray(Channel[]::new);
  }

  private int freeStream() {
    int stream = role == DtlsRole.CLIENT ? 0 : 1;
    while (channels.containsKey(stream)) {
      stream += 2;
    }
    return stream;
  }

  private boolean isFull() {
    return channels.size() >= MAX_CHANNELS;
  }

  private void opened(Channel channel, long now, Output out) {
    if (!channel.open && !channel.closing) {
      boolean first = findOpen(channel.label) == null;
      channel.open = true;
      if (first) {
        user.onOpen(channel.label, now, out);
      }
    }
  }

  private void onMessage(
      int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out) {
    Channel channel = channels.get(stream);
    if (ppid == Dcep.PPID) {
      onDcep(channel, stream, bytes, offset, length, now, out);
    } else if (channel == null || channel.closing) {
      out.drop(DropReason.DATA_NO_CHANNEL);
    } else {
      opened(channel, now, out); // data says as much as an ACK
      onData(channel, ppid, bytes, offset, length, now, out);
    }
  }

  private void onData(
      Channel channel, int ppid, byte[] bytes, int offset, int length, long now, Output out) {
    switch (ppid) {
      case TEXT -> user.onMessage(channel.label, true, bytes, offset, length, now, out);
      case BINARY -> user.onMessage(channel.label, false, bytes, offset, length, now, out);
      case EMPTY_TEXT -> user.onMessage(channel.label, true, bytes, offset, 0, now, out);
      case EMPTY_BINARY -> user.onMessage(channel.label, false, bytes, offset, 0, now, out);
      default -> out.drop(DropReason.DATA_UNKNOWN);
    }
  }

  private void onDcep(
      Channel channel, int stream, byte[] bytes, int offset, int length, long now, Output out) {
    if (Dcep.isAck(bytes, offset, length) && channel != null) {
      opened(channel, now, out);
    } else if (Dcep.isOpen(bytes, offset, length)) {
      onOpen(channel, stream, Dcep.read(bytes, offset, length), now, out);
    } else {
      out.drop(DropReason.DATA_UNKNOWN);
    }
  }

  /** The peer opens a channel; one that cannot be is closed at once (RFC 8832 6). */
  private void onOpen(Channel present, int stream, Dcep.Open open, long now, Output out) {
    if (open == null || present != null || isFull()) {
      out.drop(DropReason.DATA_UNKNOWN);
      if (present == null) {
        association.reset(stream, now, out);
      }
      return;
    }
    Channel channel = new Channel(open.label(), stream, open.ordered(), open.reliability());
    add(channel);
    association.send(stream, Dcep.PPID, Dcep.ack(), true, Reliability.FULL, now, out);
    opened(channel, now, out);
  }

  private void close(Channel channel, long now, Output out) {
    if (channel.closing) {
      return;
    }
    channel.closing = true;
    association.reset(channel.stream, now, out);
    if (channel.open) {
      channel.open = false;
      if (findOpen(channel.label) == null) {
        user.onClose(channel.label, now, out);
      }
    }
  }

  private Channel find(String label) {
    for (Channel channel : channelArray) {
      if (label.equals(channel.label) && !channel.closing) {
        return channel;
      }
    }
    return null;
  }

  private Channel findOpen(String label) {
    for (Channel channel : channelArray) {
      if (channel.open && label.equals(channel.label)) {
        return channel;
      }
    }
    return null;
  }

  /**
   * Sends a message on the channel of its label.
   *
   * @param lossyLimit bytes that may wait on a channel that is not reliable; beyond them the oldest
   *     messages that have not begun to leave go
   */
  public Sent send(DataMessage message, int lossyLimit, long now, Output out) {
    Channel channel = findOpen(message.label());
    int limit = channel != null && channel.reliable ? Integer.MAX_VALUE : lossyLimit;
    return send(channel, message, limit, now, out);
  }

  /**
   * The same, but nothing keeps older messages, not even a reliable channel.
   *
   * @param limit bytes that may wait on the channel
   */
  public Sent sendDroppable(DataMessage message, int limit, long now, Output out) {
    return send(findOpen(message.label()), message, limit, now, out);
  }

  private Sent send(Channel channel, DataMessage message, int limit, long now, Output out) {
    int length = message.bytes().length;
    if (channel == null) {
      return Sent.NO_CHANNEL;
    }
    if (length > maxMessage) {
      return Sent.TOO_LARGE;
    }
    if (limit < Integer.MAX_VALUE) {
      makeRoom(channel, length, limit, out);
    }
    boolean taken =
        association.send(
            channel.stream,
            ppid(message.text(), length == 0),
            length == 0 ? NOTHING : message.bytes(),
            channel.ordered,
            channel.reliability,
            now,
            out);
    return taken ? Sent.QUEUED : Sent.NO_CHANNEL;
  }

  private static int ppid(boolean text, boolean empty) {
    if (text) {
      return empty ? EMPTY_TEXT : TEXT;
    }
    return empty ? EMPTY_BINARY : BINARY;
  }

  /** What is under way already is bounded by the congestion window and keeps nothing out. */
  private void makeRoom(Channel channel, int length, int limit, Output out) {
    while (association.buffered(channel.stream) + length > limit
        && association.dropOldest(channel.stream) > 0) {
      out.drop(DropReason.DATA_LOSSY_OVERFLOW);
    }
  }

  /** Whether a channel of this label is open. */
  public boolean isOpen(String label) {
    return findOpen(label) != null;
  }

  /** Labels of the open channels, each once. */
  public List<String> openLabels() {
    return channels.values().stream()
        .filter(channel -> channel.open)
        .map(channel -> channel.label)
        .distinct()
        .toList();
  }

  /** Bytes on reliable channels that the peer has not acknowledged, waiting ones included. */
  public int bufferedReliably() {
    int bytes = 0;
    for (Channel channel : channelArray) {
      if (channel.reliable) {
        bytes += association.buffered(channel.stream);
      }
    }
    return bytes;
  }

  /** The user keeps so many bytes of a message it was given; the peer's window shrinks by them. */
  public void retain(int bytes) {
    association.retain(bytes);
  }

  /** The user is done with so many bytes it had kept. */
  public void consumed(int bytes, long now, Output out) {
    association.consumed(bytes, now, out);
  }

  /** Takes one packet, decrypted. */
  public void onDatagram(byte[] bytes, int offset, int length, long now, Output out) {
    association.onDatagram(bytes, offset, length, now, out);
  }

  /** Does what is due. */
  public void onTimeout(long now, Output out) {
    association.onTimeout(now, out);
  }

  /** When {@link #onTimeout} has something to do. */
  public long nextDeadline(long now) {
    return association.nextDeadline(now);
  }

  /** Ends the association. */
  public void close(long now, Output out) {
    association.close(now, out);
  }
}
