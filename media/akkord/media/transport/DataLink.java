package akkord.media.transport;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.DropReason;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent.DataChannelClosed;
import akkord.media.MediaEvent.DataChannelOpened;
import akkord.media.MediaEvent.DataCongested;
import akkord.media.MediaEvent.DataReceived;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.Output;
import akkord.media.sctp.DataChannels;
import java.util.Arrays;
import java.util.List;

/**
 * Data channels of one transport: between its DTLS session and its owner. A peer that reads slowly
 * is reported, so that those who send to it wait; one that hardly reads at all is given up.
 */
final class DataLink implements DataChannels.User {
  /** Waiting bytes that make a peer congested. */
  static final int HIGH = 512 << 10;

  /** Waiting bytes at which it is not congested any more. */
  static final int LOW = 128 << 10;

  /** Waiting bytes beyond which it is given up at once. */
  static final int MOST = 16 << 20;

  /** How often a congested peer has to show progress, ns. */
  static final long PATIENCE = 10_000_000_000L;

  /** Bytes that it has to take in that time: 51 kbit/s. */
  static final int PROGRESS = 64 << 10;

  /** Bytes that may wait on a lossy channel. */
  static final int LOSSY_LIMIT = 64 << 10;

  /**
   * Bytes that may wait of data tracks: a frame of some size as one burst, or 100 ms of 20 Mbit/s.
   */
  static final int TRACK_LIMIT = 256 << 10;

  private final Transport transport;
  private final TransportHost host;
  private final DtlsLink dtls;
  private final DataTrackLink tracks;
  private MediaCommand.SetDataChannels wanted;
  private DataChannels channels;
  private boolean congested;
  private long queued;
  private long taken;
  private long checkedAt;
  private int unreturned;
  private long nextDeadline; // of the channels: a tick need not ask all their timers

  DataLink(Transport transport, TransportHost host, DtlsLink dtls) {
    this.transport = transport;
    this.host = host;
    this.dtls = dtls;
    tracks = new DataTrackLink(host.dataTracks(), this);
  }

  /** The data tracks, either way. */
  DataTrackLink tracks() {
    return tracks;
  }

  /** The description has a section for data channels. */
  void set(MediaCommand.SetDataChannels command, long now, Output out) {
    wanted = command;
    if (dtls.ready()) {
      start(now, out);
    }
  }

  /** The peer is verified. */
  void start(long now, Output out) {
    if (wanted == null) {
      return;
    }
    if (channels == null) {
      channels =
          new DataChannels(
              dtls.role(),
              wanted.remotePort(),
              wanted.maxMessageSize(),
              this,
              host.random(),
              host.packetWriter());
    }
    channels.open(wanted.channels(), now, out);
    nextDeadline = channels.nextDeadline(now);
  }

  /** Takes a packet, decrypted. */
  void onDatagram(byte[] bytes, int offset, int length, long now, Output out) {
    if (channels == null) {
      out.drop(DropReason.SCTP_UNEXPECTED);
      return;
    }
    channels.onDatagram(bytes, offset, length, now, out);
    nextDeadline = channels.nextDeadline(now);
    check(channels.bufferedReliably(), now, out);
  }

  /** Does what is due. */
  void onTimeout(long now, Output out) {
    if (channels != null && now - nextDeadline >= 0) {
      channels.onTimeout(now, out);
      nextDeadline = channels.nextDeadline(now);
    }
    if (congested) {
      check(channels.bufferedReliably(), now, out);
    }
  }

  /** Sends a message, or counts why it does not leave. */
  void send(DataMessage message, long now, Output out) {
    if (channels == null) {
      out.drop(DropReason.DATA_NO_CHANNEL);
      return;
    }
    int before = channels.bufferedReliably();
    sent(channels.send(message, LOSSY_LIMIT, now, out), message, before, now, out);
  }

  /**
   * Sends a data track's frame, or counts why it does not leave, whatever kind of channel the peer
   * has opened for it. What goes wrong here is no affair of whoever sent the frame.
   */
  void sendFrame(DataMessage frame, long now, Output out) {
    if (channels == null) {
      out.drop(DropReason.DATA_NO_CHANNEL);
      return;
    }
    try {
      int before = channels.bufferedReliably();
      sent(channels.sendDroppable(frame, TRACK_LIMIT, now, out), frame, before, now, out);
    } catch (RuntimeException e) {
      host.crashed(transport, e);
    }
  }

  private void sent(
      DataChannels.Sent result, DataMessage message, int before, long now, Output out) {
    nextDeadline = channels.nextDeadline(now);
    switch (result) {
      case QUEUED -> {
        int buffered = channels.bufferedReliably();
        queued += buffered > before ? message.bytes().length : 0;
        check(buffered, now, out);
      }
      case NO_CHANNEL -> out.drop(DropReason.DATA_NO_CHANNEL);
      case TOO_LARGE -> out.drop(DropReason.DATA_TOO_LARGE);
    }
  }

  /** The owner is done with so many bytes. */
  void take(int bytes, long now, Output out) {
    if (channels != null) {
      int returned = Math.min(bytes, unreturned);
      unreturned -= returned;
      channels.consumed(returned, now, out);
      nextDeadline = channels.nextDeadline(now);
    }
  }

  private void check(int buffered, long now, Output out) {
    if (buffered > MOST) {
      host.failed(transport, TransportFailure.DATA_TOO_SLOW, buffered + " bytes wait for it");
    } else if (!congested && buffered > HIGH) {
      congested = true;
      checkedAt = now;
      taken = queued - buffered;
      out.event(new DataCongested(transport.owner(), transport.id(), true));
    } else if (congested && buffered < LOW) {
      congested = false;
      out.event(new DataCongested(transport.owner(), transport.id(), false));
    } else if (congested && now - checkedAt >= PATIENCE) {
      checkProgress(buffered, now);
    }
  }

  private void checkProgress(int buffered, long now) {
    long before = taken;
    taken = queued - buffered;
    checkedAt = now;
    if (taken - before < PROGRESS) {
      host.failed(
          transport,
          TransportFailure.DATA_TOO_SLOW,
          "it took " + (taken - before) + " bytes of reliable data in ten seconds");
    }
  }

  /** Labels of the open channels. */
  List<String> open() {
    return channels == null ? List.of() : channels.openLabels();
  }

  /** Ends the association. */
  void close(long now, Output out) {
    if (channels != null && dtls.ready()) {
      channels.close(now, out);
    }
  }

  @Override
  public void transmit(byte[] packet, int length, Output out) {
    dtls.send(packet, length, out);
  }

  @Override
  public void onOpen(String label, long now, Output out) {
    out.event(new DataChannelOpened(transport.owner(), transport.id(), label));
  }

  @Override
  public void onClose(String label, long now, Output out) {
    out.event(new DataChannelClosed(transport.owner(), transport.id(), label));
  }

  @Override
  public void onMessage(
      String label, boolean text, byte[] bytes, int offset, int length, long now, Output out) {
    if (label.equals(DataChannelSpec.DATA_TRACK)) {
      tracks.onFrame(bytes, offset, length, now, out);
      return;
    }
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    DataMessage message = new DataMessage(label, text, copy);
    unreturned += message.cost();
    channels.retain(message.cost());
    out.event(new DataReceived(transport.owner(), transport.id(), message));
  }

  @Override
  public void onFailed(String reason, long now, Output out) {
    host.failed(transport, TransportFailure.DATA_FAILED, reason);
  }
}
