package akkord.integration;

import akkord.app.client.ClientOffer;
import akkord.app.client.ClientOffer.Section;
import akkord.media.net.Packet;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A published stream: 50 Opus packets or 15 VP8 frames of 3 packets a second. Each packet ends with
 * its SSRC, its number and the time it was sent, for {@link Reception}.
 */
public final class SentStream {
  /** Bytes behind the payload proper: SSRC, number, time. */
  static final int TRAILER = 16;

  private static final int RTP_HEADER = 12;
  private static final long AUDIO_INTERVAL = 20_000_000L;
  private static final long FRAME_INTERVAL = 66_666_667L;
  private static final int PACKETS_PER_FRAME = 3;

  private final Section section;
  private final Packet packet = new Packet();
  private volatile int sent;
  private volatile boolean keyFrameWanted = true;
  private int frames;
  private long next;

  public SentStream(Section section) {
    this.section = section;
  }

  /** How many packets have been sent. */
  public int sent() {
    return sent;
  }

  /** The next frame is a key frame. */
  public void wantKeyFrame() {
    keyFrameWanted = true;
  }

  /** Sends what is due; what a stalled thread could not send in time is left out. */
  public void onTick(long now, Consumer<Packet> out) {
    if (next != 0 && now - next < 0) {
      return;
    }
    long interval = section.video() ? FRAME_INTERVAL : AUDIO_INTERVAL;
    next = next == 0 || now - next > interval ? now + interval : next + interval;
    if (section.video()) {
      boolean key = keyFrameWanted;
      keyFrameWanted = false;
      for (int i = 0; i < PACKETS_PER_FRAME; i++) {
        begin(ClientOffer.VP8, i == PACKETS_PER_FRAME - 1, frames * 6000);
        vp8(i, key);
        end(out, 600, now);
      }
    } else {
      begin(ClientOffer.OPUS, false, frames * 960);
      end(out, 100, now);
    }
    frames++;
  }

  private void begin(int payloadType, boolean marker, int timestamp) {
    packet.clear();
    ByteBuffer header = ByteBuffer.wrap(packet.bytes);
    header.put((byte) 0x80).put((byte) (marker ? payloadType | 0x80 : payloadType));
    header.putShort((short) sent).putInt(timestamp).putInt((int) section.ssrc());
  }

  /** A descriptor with a picture id (RFC 7741 4.2), then the payload header's first byte. */
  private void vp8(int index, boolean key) {
    byte[] bytes = packet.bytes;
    bytes[RTP_HEADER] = (byte) (index == 0 ? 0x90 : 0x80);
    bytes[RTP_HEADER + 1] = (byte) 0x80;
    bytes[RTP_HEADER + 2] = (byte) (0x80 | ((frames >> 8) & 0x7F));
    bytes[RTP_HEADER + 3] = (byte) frames;
    bytes[RTP_HEADER + 4] = (byte) (key ? 0x10 : 0x11);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
  private void end(Consumer<Packet> out, int length, long now) {
    packet.length = length;
    ByteBuffer.wrap(packet.bytes, length - TRAILER, TRAILER)
        .putInt((int) section.ssrc())
        .putInt(sent)
        .putLong(now);
    sent++;
    out.accept(packet);
  }
}
