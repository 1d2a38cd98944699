package akkord.media.transport;

import akkord.media.HeaderExtension;
import akkord.media.Output;
import akkord.media.forward.DownTrack;
import akkord.media.forward.PacketSink;
import akkord.media.net.Bytes;
import akkord.media.rtp.ExtensionMap;
import akkord.media.rtp.RtpPacket;
import java.util.function.Consumer;

/** Numbers packets transport-wide, stamps their send time, protects and sends them. */
final class RtpSender implements PacketSink {
  private final SecurePath path;
  private final Consumer<RuntimeException> crashes;
  private int transportSequence;

  /**
   * @param crashes hears of exceptions in what this transport receives
   */
  RtpSender(SecurePath path, Consumer<RuntimeException> crashes) {
    this.path = path;
    this.crashes = crashes;
  }

  @Override
  public boolean ready() {
    return path.ready();
  }

  @Override
  public void send(RtpPacket packet, DownTrack from, long now, Output out) {
    stamp(packet, from.extensions(), now);
    path.sendRtp(packet.packet(), out);
  }

  @Override
  public void failed(RuntimeException cause) {
    crashes.accept(cause);
  }

  private void stamp(RtpPacket packet, ExtensionMap extensions, long now) {
    byte[] bytes = packet.packet().bytes;
    int sequence = packet.extension(extensions.id(HeaderExtension.TRANSPORT_CC));
    if (sequence >= 0 && packet.extensionLength(sequence) >= 2) {
      Bytes.putShort(bytes, sequence, transportSequence++);
    }
    int time = packet.extension(extensions.id(HeaderExtension.ABS_SEND_TIME));
    if (time >= 0 && packet.extensionLength(time) == 3) {
      Bytes.put24(bytes, time, absoluteSendTime(now));
    }
  }

  /** 24 bits, seconds in 6.18 fixed point (webrtc.org/experiments/rtp-hdrext/abs-send-time). */
  static int absoluteSendTime(long now) {
    return (int) (((now / 1000) << 18) / 1_000_000) & 0xFFFFFF;
  }
}
