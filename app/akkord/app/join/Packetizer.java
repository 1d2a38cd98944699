package akkord.app.join;

import akkord.app.file.AnnexB;
import akkord.app.file.MediaFile;
import akkord.media.net.Bytes;
import akkord.media.net.Packet;
import java.util.List;
import java.util.function.Consumer;

/** Cuts frames into RTP packets: VP8 (RFC 7741), H.264 (RFC 6184, mode 1) and Opus (RFC 7587). */
public final class Packetizer {
  /** Bytes of payload in a packet, so that it fits into every network. */
  static final int MAX_PAYLOAD = 1100;

  private static final int HEADER = 12;
  private static final int MARKER = 0x80;
  private static final int VP8_DESCRIPTOR = 4;
  private static final int FU_A = 28;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private final MediaFile.Kind codec;
  private final long ssrc;
  private final Consumer<Packet> out;
  private final Packet packet = new Packet();
  private int sequence;
  private int pictureId;

  /**
   * For one stream.
   *
   * @param sequence of its first packet
   * @param out takes each packet, lent until it returns
   */
  public Packetizer(MediaFile.Kind codec, long ssrc, int sequence, Consumer<Packet> out) {
    this.codec = codec;
    this.ssrc = ssrc;
    this.sequence = sequence;
    this.out = out;
  }

  /**
   * Sends one frame.
   *
   * @param timestamp in RTP ticks of the codec
   */
  public void send(byte[] frame, int timestamp) {
    switch (codec) {
      case OPUS -> {
        begin(timestamp);
        append(frame, 0, frame.length);
        finish(false);
      }
      case VP8 -> vp8(frame, timestamp);
      case H264 -> h264(AnnexB.units(frame), timestamp);
    }
  }

  private void vp8(byte[] frame, int timestamp) {
    pictureId = (pictureId + 1) & 0x7FFF;
    int room = MAX_PAYLOAD - VP8_DESCRIPTOR;
    for (int at = 0; at < frame.length; at += room) {
      int length = Math.min(room, frame.length - at);
      begin(timestamp);
      // X, and S where the frame begins; I; then the picture id with 15 bits.
      packet.bytes[HEADER] = (byte) (at == 0 ? 0x90 : 0x80);
      packet.bytes[HEADER + 1] = (byte) 0x80;
      Bytes.putShort(packet.bytes, HEADER + 2, 0x8000 | pictureId);
      packet.length += VP8_DESCRIPTOR;
      append(frame, at, length);
      finish(at + length == frame.length);
    }
  }

  private void h264(List<byte[]> units, int timestamp) {
    for (int i = 0; i < units.size(); i++) {
      byte[] unit = units.get(i);
      boolean last = i == units.size() - 1;
      if (unit.length <= MAX_PAYLOAD) {
        begin(timestamp);
        append(unit, 0, unit.length);
        finish(last);
      } else {
        fragments(unit, timestamp, last);
      }
    }
  }

  /** RFC 6184 5.8: the unit's header byte is split over the two bytes in front of each part. */
  private void fragments(byte[] unit, int timestamp, boolean last) {
    int room = MAX_PAYLOAD - 2;
    for (int at = 1; at < unit.length; at += room) {
      int length = Math.min(room, unit.length - at);
      boolean end = at + length == unit.length;
      begin(timestamp);
      packet.bytes[HEADER] = (byte) ((unit[0] & 0xE0) | FU_A);
      int flags = (at == 1 ? FU_START : 0) | (end ? FU_END : 0);
      packet.bytes[HEADER + 1] = (byte) (flags | (unit[0] & 0x1F));
      packet.length += 2;
      append(unit, at, length);
      finish(end && last);
    }
  }

  private void begin(int timestamp) {
    packet.clear();
    packet.offset = 0;
    packet.bytes[0] = (byte) 0x80;
    packet.bytes[1] = (byte) JoinOffer.payloadType(codec);
    Bytes.putShort(packet.bytes, 2, sequence);
    Bytes.putInt(packet.bytes, 4, timestamp);
    Bytes.putInt(packet.bytes, 8, (int) ssrc);
    packet.length = HEADER;
    sequence = (sequence + 1) & 0xFFFF;
  }

  private void append(byte[] bytes, int offset, int length) {
    // Larger than any Opus packet may be (RFC 6716 3.2.1: 1275 bytes a frame); the rest is cut
    // here.
    int fits = Math.min(length, MAX_PAYLOAD + 400 - packet.length);
    System.arraycopy(bytes, offset, packet.bytes, packet.length, fits);
    packet.length += fits;
  }

  private void finish(boolean marker) {
    if (marker) {
      packet.bytes[1] |= (byte) MARKER;
    }
    out.accept(packet);
  }
}
