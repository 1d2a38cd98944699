package akkord.sim;

import akkord.media.Codec;
import akkord.media.HeaderExtension;
import akkord.media.net.Packet;
import akkord.media.rtcp.SenderReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One encoding of a publication: makes frames, keeps its packets, repeats them when asked. */
final class Encoding {
  static final int PAYLOAD_TYPE = 96;
  static final int RTX_PAYLOAD_TYPE = 97;
  static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.MID,
          4,
          HeaderExtension.RID,
          10,
          HeaderExtension.REPAIRED_RID,
          11,
          HeaderExtension.TRANSPORT_CC,
          5,
          HeaderExtension.AUDIO_LEVEL,
          6);

  private static final int PACKET_BYTES = 1000;

  private final Publication publication;
  private final String rid;
  private final int layer;
  private final int packetsPerFrame;
  final long ssrc;
  final long rtxSsrc;
  private final Map<Integer, byte[]> sent = new HashMap<>();
  private int sequence = 65_500;
  private int rtxSequence = 100;
  private int timestamp;
  private int frames;
  private long capturedAt;
  private int retransmissions;
  private int keyFrames;
  private boolean keyFrameWanted = true;
  private boolean running = true;

  Encoding(Publication publication, String rid, int layer, int packetsPerFrame, long ssrc) {
    this.publication = publication;
    this.rid = rid;
    this.layer = layer;
    this.packetsPerFrame = packetsPerFrame;
    this.ssrc = ssrc;
    rtxSsrc = ssrc + 1;
    timestamp = (int) (ssrc * 77);
  }

  String rid() {
    return rid;
  }

  int layer() {
    return layer;
  }

  /** Starts or stops sending, as an encoder does that has too little bandwidth. */
  void running(boolean running) {
    keyFrameWanted |= running && !this.running;
    this.running = running;
  }

  /** The peer was asked for a key frame. */
  void requestKeyFrame() {
    keyFrameWanted = true;
  }

  /** Frames made so far. */
  int frames() {
    return frames;
  }

  int keyFrames() {
    return keyFrames;
  }

  int retransmissions() {
    return retransmissions;
  }

  /** Makes and sends the frame of {@code now}. */
  void capture(long now, int ticks) {
    timestamp += ticks;
    if (!running) {
      return;
    }
    capturedAt = now;
    boolean key = keyFrameWanted;
    keyFrameWanted = false;
    keyFrames += key ? 1 : 0;
    for (int i = 0; i < packetsPerFrame; i++) {
      Frame frame = new Frame(frames, now, layer, key, packetsPerFrame, i);
      byte[] packet = packet(ssrc, PAYLOAD_TYPE, sequence, -1, frame, timestamp);
      sent.put(sequence, packet);
      sent.remove((sequence - 2000) & 0xFFFF);
      sequence = (sequence + 1) & 0xFFFF;
      publication.send(packet);
    }
    frames++;
  }

  /** Tells how timestamps relate to time. */
  void report(long now) {
    if (frames == 0) {
      return;
    }
    long since = (now - capturedAt) * publication.codec().clockRate() / 1_000_000_000;
    Packet packet = new Packet();
    SenderReport.append(packet, ssrc, ntp(now), (timestamp + since) & 0xFFFFFFFFL, frames, frames);
    publication.send(Arrays.copyOf(packet.bytes, packet.length));
  }

  private static long ntp(long now) {
    return ((now / 1_000_000_000) << 32) | ((now % 1_000_000_000) << 32) / 1_000_000_000;
  }

  /** Sends a packet again (RFC 4588). */
  void repeat(int lost) {
    byte[] original = sent.get(lost);
    if (original == null) {
      return;
    }
    retransmissions++;
    ByteBuffer packet = ByteBuffer.wrap(original);
    Frame frame = Frame.read(original, original.length);
    int originalTimestamp = packet.getInt(4);
    publication.send(
        packet(rtxSsrc, RTX_PAYLOAD_TYPE, rtxSequence++, lost, frame, originalTimestamp));
  }

  private byte[] packet(
      long source, int payloadType, int number, int original, Frame frame, int time) {
    ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);
    boolean last = frame.index() == frame.packets() - 1;
    packet.put((byte) 0x90).put((byte) ((last ? 0x80 : 0) | payloadType));
    packet.putShort((short) number).putInt(time).putInt((int) source);
    extensions(packet, original >= 0);
    if (original >= 0) {
      packet.putShort((short) original);
    }
    int bytes = publication.codec() == Codec.OPUS ? 80 : PACKET_BYTES - packet.position();
    int end = Math.min(PACKET_BYTES, packet.position() + bytes);
    if (publication.codec() == Codec.VP8) {
      vp8(packet, frame);
    }
    packet.position(end - Frame.BYTES);
    frame.write(packet);
    byte[] result = new byte[end];
    packet.get(0, result);
    return result;
  }

  private void extensions(ByteBuffer packet, boolean repair) {
    packet.putShort((short) 0xBEDE);
    int length = packet.position();
    packet.putShort((short) 0);
    element(packet, EXTENSIONS.get(HeaderExtension.MID), publication.mid());
    if (!rid.isEmpty()) {
      HeaderExtension id = repair ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID;
      element(packet, EXTENSIONS.get(id), rid);
    }
    if (publication.codec() == Codec.OPUS) {
      packet.put((byte) (EXTENSIONS.get(HeaderExtension.AUDIO_LEVEL) << 4));
      packet.put((byte) publication.loudness());
    }
    packet.put((byte) ((EXTENSIONS.get(HeaderExtension.TRANSPORT_CC) << 4) | 1));
    packet.putShort((short) publication.nextTransportSequence());
    while (packet.position() % 4 != 0) {
      packet.put((byte) 0);
    }
    packet.putShort(length, (short) ((packet.position() - length - 2) / 4));
  }

  private static void element(ByteBuffer packet, int id, String text) {
    packet.put((byte) ((id << 4) | (text.length() - 1)));
    packet.put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void vp8(ByteBuffer packet, Frame frame) {
    boolean first = frame.index() == 0;
    packet.put((byte) (first ? 0x90 : 0x80)).put((byte) 0x80);
    packet.putShort((short) (0x8000 | (frame.number() & 0x7FFF)));
    if (first) {
      packet.put((byte) (frame.key() ? 0 : 1));
    }
  }
}
