package akkord.media.forward;

import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One simulcast encoding as a browser sends it: VP8 with picture ids and temporal layers. */
final class Vp8Source {
  static final int PAYLOAD_TYPE = 96;
  static final int RTX_PAYLOAD_TYPE = 97;
  static final int RID_EXTENSION = 10;

  final long ssrc;
  final String rid;
  int sequenceNumber;
  int timestamp;
  int pictureId;
  int tl0PicIdx;
  int keyIdx;
  private int rtxSequenceNumber = 7;

  Vp8Source(long ssrc, String rid, int sequenceNumber, int timestamp, int pictureId) {
    this.ssrc = ssrc;
    this.rid = rid;
    this.sequenceNumber = sequenceNumber;
    this.timestamp = timestamp;
    this.pictureId = pictureId;
    tl0PicIdx = 250;
    keyIdx = 30;
  }

  /** Packets of the next frame, 3000 ticks after the one before. */
  List<Packet> frame(boolean key, int temporalId, boolean sync, int packets) {
    tl0PicIdx = temporalId == 0 ? (tl0PicIdx + 1) & 0xFF : tl0PicIdx;
    keyIdx = key ? (keyIdx + 1) & 0x1F : keyIdx;
    List<Packet> frame = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      ByteBuffer payload = ByteBuffer.allocate(40);
      payload.put((byte) (0x80 | (i == 0 ? 0x10 : 0)));
      payload.put((byte) 0xF0);
      payload.putShort((short) (0x8000 | pictureId));
      payload.put((byte) tl0PicIdx);
      payload.put((byte) ((temporalId << 6) | (sync ? 0x20 : 0) | keyIdx));
      payload.put((byte) (key ? 0 : 1));
      payload.put((byte) i);
      frame.add(packet(ssrc, PAYLOAD_TYPE, sequenceNumber, i == packets - 1, payload.array()));
      sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
    }
    pictureId = (pictureId + 1) & 0x7FFF;
    timestamp += 3000;
    return frame;
  }

  /** A packet without payload, as sent to probe for bandwidth. */
  Packet padding() {
    Packet packet = packet(ssrc, PAYLOAD_TYPE, sequenceNumber, false, new byte[] {0, 0, 3});
    packet.bytes[0] |= 0x20;
    sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
    return packet;
  }

  /** The same packet as a retransmission (RFC 4588). */
  Packet rtx(Packet original, long rtxSsrc) {
    RtpPacket rtp = new RtpPacket();
    rtp.wrap(original);
    byte[] payload = new byte[rtp.payloadLength() + 2];
    payload[0] = (byte) (rtp.sequenceNumber() >> 8);
    payload[1] = (byte) rtp.sequenceNumber();
    System.arraycopy(original.bytes, rtp.payloadOffset(), payload, 2, rtp.payloadLength());
    int now = timestamp;
    timestamp = rtp.timestamp();
    Packet packet = packet(rtxSsrc, RTX_PAYLOAD_TYPE, rtxSequenceNumber++, rtp.marker(), payload);
    timestamp = now;
    return packet;
  }

  private Packet packet(
      long ssrc, int payloadType, int sequenceNumber, boolean marker, byte[] payload) {
    Packet packet = new Packet();
    ByteBuffer buffer = ByteBuffer.wrap(packet.bytes);
    buffer.put((byte) (rid.isEmpty() ? 0x80 : 0x90));
    buffer.put((byte) (payloadType | (marker ? 0x80 : 0)));
    buffer.putShort((short) sequenceNumber).putInt(timestamp).putInt((int) ssrc);
    if (!rid.isEmpty()) {
      buffer.putShort((short) 0xBEDE).putShort((short) 1);
      buffer.put((byte) ((RID_EXTENSION << 4) | (rid.length() - 1)));
      buffer.put(rid.getBytes(StandardCharsets.US_ASCII));
      while (buffer.position() % 4 != 0) {
        buffer.put((byte) 0);
      }
    }
    buffer.put(payload);
    packet.length = buffer.position();
    return packet;
  }
}
