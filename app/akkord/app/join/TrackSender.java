package akkord.app.join;

import akkord.app.file.Frame;
import akkord.app.file.MediaFile;
import akkord.media.net.Bytes;
import akkord.media.net.Packet;
import akkord.media.rtcp.NtpTime;
import akkord.media.rtcp.SenderReport;
import akkord.media.rtp.RtpPacket;
import akkord.media.sdp.MediaSection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Plays one file as one stream, at the pace of the file's times. All on the loop's thread. */
final class TrackSender {
  private static final int HISTORY = 1024;
  private static final long MAX_LAG = 500_000_000L;
  private static final long REPORT_INTERVAL = 1_000_000_000L;
  private static final long JUMP_INTERVAL = 1_000_000_000L;
  private static final long NANOS = 1_000_000_000L;

  private final MediaFile file;
  private final Section section;
  private final boolean loop;
  private final Consumer<Packet> rtp;
  private final Packetizer packetizer;
  private final Packet[] history = new Packet[HISTORY];
  private final Packet resent = new Packet();
  private final RtpPacket view = new RtpPacket();
  private final int firstTimestamp = ThreadLocalRandom.current().nextInt();
  private int next;
  private long due;
  private long elapsed;
  private long nextReport;
  private long lastJump;
  private boolean started;
  private boolean keyWanted;
  private boolean muted;
  private boolean rtx;
  private int rtxSequence = ThreadLocalRandom.current().nextInt(0x8000);
  private long packets;
  private long octets;

  /**
   * Plays {@code file} in {@code section}.
   *
   * @param loop whether it begins again at its end
   * @param rtp sends a packet, which is encrypted in place
   */
  TrackSender(MediaFile file, Section section, boolean loop, Consumer<Packet> rtp) {
    this.file = file;
    this.section = section;
    this.loop = loop;
    this.rtp = rtp;
    int sequence = ThreadLocalRandom.current().nextInt(0x8000);
    this.packetizer = new Packetizer(file.codec(), section.ssrc(), sequence, this::send);
  }

  Section section() {
    return section;
  }

  /** Whether the whole file has been played. */
  boolean finished() {
    return next == file.frames().size();
  }

  /** What the server answered to its section. */
  void onAnswer(MediaSection answer) {
    int media = JoinOffer.payloadType(file.codec());
    rtx =
        section.rtxSsrc() != 0
            && answer.payloads().stream().anyMatch(payload -> payload.retransmits(media));
  }

  /** Nothing is sent while it is muted; the file does not go on either. */
  void mute(boolean on) {
    muted = on;
    started &= !on;
  }

  /** Somebody cannot decode: a file that is looped jumps back to its last key frame. */
  void wantKeyFrame() {
    keyWanted = loop && file.codec().video();
  }

  /** Sends what is due. */
  void onTick(long now) {
    if (muted) {
      return;
    }
    if (!started || now - due > MAX_LAG) {
      started = true;
      due = now; // what a stalled machine could not send in time is played later, not all at once
    }
    while (!finished() && now - due >= 0) {
      play(now);
    }
  }

  private void play(long now) {
    if (keyWanted && now - lastJump > JUMP_INTERVAL) {
      keyWanted = false;
      lastJump = now;
      while (next > 0 && !file.frames().get(next).key()) {
        next--;
      }
    }
    Frame frame = file.frames().get(next);
    packetizer.send(frame.data(), timestamp());
    long step = endOf(next) - frame.timeNanos();
    next++;
    elapsed += step;
    due += step;
    if (finished() && loop) {
      next = 0;
    }
  }

  private long endOf(int index) {
    return index + 1 < file.frames().size()
        ? file.frames().get(index + 1).timeNanos()
        : file.durationNanos();
  }

  private int timestamp() {
    long clock = JoinOffer.clockRate(file.codec());
    long whole = elapsed / NANOS * clock;
    return firstTimestamp + (int) (whole + elapsed % NANOS * clock / NANOS);
  }

  private void send(Packet packet) {
    int sequence = sequence(packet);
    int slot = sequence % HISTORY;
    if (history[slot] == null) {
      history[slot] = new Packet();
    }
    history[slot].copyOf(packet);
    packets++;
    octets += packet.length;
    rtp.accept(packet);
  }

  /** Sends a packet again, as RTX if the server takes that, unless it is too old. */
  void resend(int sequence) {
    Packet kept = history[sequence % HISTORY];
    if (kept != null && sequence(kept) == sequence) {
      resent.copyOf(kept);
      if (rtx) {
        wrap(resent, sequence);
      }
      rtp.accept(resent);
    }
  }

  /** RFC 4588 4: the original sequence number goes before the payload. */
  private void wrap(Packet packet, int sequence) {
    view.wrap(packet);
    int payload = view.payloadOffset();
    int end = packet.offset + packet.length;
    System.arraycopy(packet.bytes, payload, packet.bytes, payload + 2, end - payload);
    Bytes.putShort(packet.bytes, payload, sequence);
    packet.length += 2;
    view.payloadType(JoinOffer.rtxPayloadType(file.codec()));
    view.sequenceNumber(rtxSequence++);
    view.ssrc(section.rtxSsrc());
  }

  /** Appends a sender report when one is due. */
  boolean report(Packet packet, long now, long wallNanos) {
    if (packets == 0 || now - nextReport < 0) {
      return false;
    }
    nextReport = now + REPORT_INTERVAL;
    return SenderReport.append(
            packet, section.ssrc(), NtpTime.ofUnix(wallNanos), timestamp(), packets, octets)
        >= 0;
  }

  private static int sequence(Packet packet) {
    return ((packet.bytes[packet.offset + 2] & 0xFF) << 8)
        | (packet.bytes[packet.offset + 3] & 0xFF);
  }
}
