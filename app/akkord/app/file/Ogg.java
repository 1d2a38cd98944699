package akkord.app.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Opus in Ogg (RFC 3533, RFC 7845): pages of segments, two header packets, then sound. */
public final class Ogg {
  private static final int PAGE_HEADER = 27;
  private static final int MAX_SEGMENT = 255;
  private static final int BEGIN = 2;
  private static final int END = 4;
  private static final long SAMPLE_RATE = 48_000;
  private static final long NANOS = 1_000_000_000L;
  private static final int CRC_POLYNOMIAL = 0x04C11DB7;

  private Ogg() {}

  /** Reads the packets of the first stream; their lengths in time come from the packets. */
  static MediaFile read(byte[] bytes) throws IOException {
    List<byte[]> packets = packets(bytes);
    if (packets.isEmpty() || !startsWith(packets.getFirst(), "OpusHead")) {
      throw new IOException("holds no Opus");
    }
    List<Frame> frames = new ArrayList<>();
    long samples = 0;
    for (byte[] packet : packets.subList(1, packets.size())) {
      if (packet.length > 0 && !startsWith(packet, "OpusTags")) {
        frames.add(new Frame(packet, samples * NANOS / SAMPLE_RATE, true));
        samples += samples(packet);
      }
    }
    return new MediaFile(MediaFile.Kind.OPUS, frames, samples * NANOS / SAMPLE_RATE, 0, 0);
  }

  private static List<byte[]> packets(byte[] bytes) throws IOException {
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int serial = 0;
    int at = 0;
    while (at < bytes.length) {
      if (at + PAGE_HEADER > bytes.length || !text(bytes, at, 4).equals("OggS")) {
        throw new IOException(at == 0 ? "is no Ogg file" : "is damaged at byte " + at);
      }
      int segments = bytes[at + 26] & 0xFF;
      int body = at + PAGE_HEADER + segments;
      int stream = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 14);
      serial = at == 0 ? stream : serial;
      for (int i = 0; i < segments; i++) {
        if (at + PAGE_HEADER + i >= bytes.length) {
          throw new IOException("ends inside the page at byte " + at);
        }
        int length = bytes[at + PAGE_HEADER + i] & 0xFF;
        if (body + length > bytes.length) {
          throw new IOException("ends inside the page at byte " + at);
        }
        if (stream == serial) {
          packet.write(bytes, body, length);
          if (length < MAX_SEGMENT) {
            packets.add(packet.toByteArray());
            packet.reset();
          }
        }
        body += length;
      }
      at = body;
    }
    return packets;
  }

  /** RFC 6716 3.1: samples at 48 kHz in a packet, at most 120 ms; 20 ms where it cannot be told. */
  public static int samples(byte[] packet) {
    int config = (packet[0] & 0xFF) >> 3;
    int frame =
        config < 12
            ? new int[] {480, 960, 1920, 2880}[config & 3]
            : config < 16 ? new int[] {480, 960}[config & 1] : 120 << (config & 3);
    int count =
        switch (packet[0] & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length > 1 ? packet[1] & 0x3F : 0;
        };
    int samples = frame * count;
    return samples > 0 && samples <= 5760 ? samples : 960;
  }

  /** The two header pages of a stereo stream. */
  static byte[] headers(int serial) {
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii("OpusHead")).put((byte) 1).put((byte) 2).putShort((short) 0);
    head.putInt((int) SAMPLE_RATE).putShort((short) 0).put((byte) 0);
    ByteBuffer tags = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    tags.put(ascii("OpusTags")).putInt(6).put(ascii("akkord")).putInt(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(page(head.array(), serial, 0, 0, BEGIN));
    out.writeBytes(page(tags.array(), serial, 1, 0, 0));
    return out.toByteArray();
  }

  /**
   * A page with one packet.
   *
   * @param granule samples at 48 kHz up to the packet's end
   * @param last whether the stream ends with it
   */
  static byte[] page(byte[] packet, int serial, int number, long granule, boolean last) {
    return page(packet, serial, number, granule, last ? END : 0);
  }

  private static byte[] page(byte[] packet, int serial, int number, long granule, int type) {
    int segments = packet.length / MAX_SEGMENT + 1;
    ByteBuffer out =
        ByteBuffer.allocate(PAGE_HEADER + segments + packet.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("OggS")).put((byte) 0).put((byte) type).putLong(granule);
    out.putInt(serial).putInt(number).putInt(0).put((byte) segments);
    for (int i = 0; i < segments - 1; i++) {
      out.put((byte) MAX_SEGMENT);
    }
    out.put((byte) (packet.length % MAX_SEGMENT)).put(packet);
    out.putInt(22, crc(out.array()));
    return out.array();
  }

  /** RFC 3533 6: CRC-32 without reflection, started with 0. */
  private static int crc(byte[] bytes) {
    int crc = 0;
    for (byte next : bytes) {
      crc ^= (next & 0xFF) << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
      }
    }
    return crc;
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return bytes.length >= text.length() && text(bytes, 0, text.length()).equals(text);
  }

  private static String text(byte[] bytes, int at, int length) {
    return new String(bytes, at, length, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
