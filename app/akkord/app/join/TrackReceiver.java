package akkord.app.join;

import akkord.app.file.MediaFile;
import akkord.app.file.Ogg;
import akkord.app.file.Recording;
import akkord.media.net.Packet;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.Pli;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.SequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the packets of one received stream into order, asks for lost ones again, and writes the
 * frames to a file. All on the loop's thread.
 */
final class TrackReceiver {
  private static final long PATIENCE = 300_000_000L;
  private static final long ASK_INTERVAL = 50_000_000L;
  private static final long KEY_INTERVAL = 1_000_000_000L;
  private static final int MAX_WAITING = 512;
  private static final int MAX_ASKED = 64;
  private static final int OPUS_FRAME = 960;
  private static final int MAX_SILENCE = 60 * 48_000;

  /** One frame of 20 ms in which nothing is coded (RFC 6716 3.1, config 31): silence. */
  private static final byte[] SILENCE = {(byte) 0xF8};

  private final long ssrc;
  private final MediaFile.Kind codec;
  private final Recording recording;
  private final Depacketizer depacketizer;
  private final RtpPacket view = new RtpPacket();
  private final TreeMap<Long, Packet> waiting = new TreeMap<>();
  private final int[] asked = new int[MAX_ASKED];
  private long expected = -1;
  private long highest;
  private long waitingSince;
  private long lastAsked;
  private long lastKeyAsked;
  private long lost;
  private int firstTimestamp;
  private int nextTimestamp;

  /** Writes to {@code recording}, which it closes. */
  TrackReceiver(long ssrc, MediaFile.Kind codec, Recording recording) {
    this.ssrc = ssrc;
    this.codec = codec;
    this.recording = recording;
    this.depacketizer = new Depacketizer(codec, this::onFrame);
  }

  Recording recording() {
    return recording;
  }

  /** Takes a packet, lent until the call returns. */
  void onPacket(RtpPacket packet, long now) {
    int sequence = packet.sequenceNumber();
    if (expected < 0) {
      expected = sequence;
      highest = sequence - 1L;
    }
    long extended = SequenceNumber.extend(highest, sequence);
    if (extended < expected || waiting.containsKey(extended)) {
      return;
    }
    highest = Math.max(highest, extended);
    Packet kept = new Packet();
    kept.copyOf(packet.packet());
    waiting.put(extended, kept);
    release(now);
  }

  private void release(long now) {
    while (!waiting.isEmpty()) {
      Map.Entry<Long, Packet> first = waiting.firstEntry();
      boolean gap = first.getKey() != expected;
      if (gap && waiting.size() < MAX_WAITING) {
        waitingSince = waitingSince == 0 ? now : waitingSince;
        if (now - waitingSince < PATIENCE) {
          return;
        }
      }
      waiting.pollFirstEntry();
      waitingSince = 0;
      lost += first.getKey() - expected;
      expected = first.getKey() + 1;
      if (view.wrap(first.getValue())) {
        depacketizer.add(view, gap);
      }
    }
  }

  private void onFrame(byte[] frame, int timestamp) {
    try {
      if (recording.frames() == 0) {
        firstTimestamp = timestamp;
        nextTimestamp = timestamp;
      }
      if (codec == MediaFile.Kind.OPUS) {
        fillSilence(timestamp);
        nextTimestamp = timestamp + Ogg.samples(frame);
      }
      long ticks = (timestamp - firstTimestamp) & 0xFFFFFFFFL;
      recording.add(frame, ticks * 1000 / JoinOffer.clockRate(codec));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who says nothing sends nothing: the file keeps its time all the same. */
  private void fillSilence(int timestamp) throws IOException {
    int missing = timestamp - nextTimestamp;
    while (missing >= OPUS_FRAME && missing <= MAX_SILENCE) {
      recording.add(SILENCE, 0);
      missing -= OPUS_FRAME;
    }
  }

  /** Appends what is to be asked for: lost packets, or a key frame. */
  void feedback(Packet packet, long ownSsrc, long now) {
    release(now);
    if (!waiting.isEmpty() && now - lastAsked > ASK_INTERVAL) {
      lastAsked = now;
      int count = 0;
      for (long i = expected; i < waiting.firstKey() && count < MAX_ASKED; i++) {
        asked[count++] = SequenceNumber.of(i);
      }
      if (count > 0) {
        Nack.append(packet, ownSsrc, ssrc, asked, count);
      }
    }
    if (depacketizer.wantsKey() && now - lastKeyAsked > KEY_INTERVAL) {
      lastKeyAsked = now;
      Pli.append(packet, ownSsrc, ssrc);
    }
  }

  /** Appends a report block to the receiver report at {@code report}. */
  void report(Packet packet, int report) {
    ReportBlock.append(packet, report, ssrc, 0, (int) lost, highest, 0, 0, 0);
  }

  /** Writes what is there and ends the file. */
  void close() throws IOException {
    List<Packet> rest = new ArrayList<>(waiting.values());
    waiting.clear();
    for (Packet packet : rest) {
      if (view.wrap(packet)) {
        depacketizer.add(view, true);
      }
    }
    recording.close();
  }
}
