package akkord.sim;

import akkord.media.net.Packet;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.Pli;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.SequenceNumber;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A track that a peer receives: asks again for what is missing, counts complete frames. */
final class Reception {
  private static final long RETRY = 60_000_000;
  private static final int MAX_TRIES = 10;
  private static final int REORDERING = 2;

  private static final class Assembly {
    final Frame frame;
    final BitSet packets = new BitSet();
    long completedAt = -1;

    Assembly(Frame frame) {
      this.frame = frame;
    }
  }

  private final SimPeer peer;
  final long ssrc;
  final long rtxSsrc;
  private final Map<String, Assembly> frames = new HashMap<>();
  private final TreeMap<Long, long[]> missing = new TreeMap<>();
  private final BitSet seen = new BitSet();
  private long first = -1;
  private long highest;
  private long duplicates;
  private long lastReport;
  private long lastReportAt;
  private int lastTimestamp;
  private boolean timeWentBack;
  private int layer = -1;
  private long packets;
  private int senderReports;
  private boolean goodbye;

  Reception(SimPeer peer, long ssrc) {
    this.peer = peer;
    this.ssrc = ssrc;
    rtxSsrc = ssrc + 1;
  }

  void onRtp(RtpPacket rtp, long now) {
    byte[] bytes = rtp.packet().bytes;
    int sequence = rtp.sequenceNumber();
    if (rtp.ssrc() == rtxSsrc) {
      int at = rtp.payloadOffset();
      sequence = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }
    packets++;
    if (!isNew(sequence, now)) {
      duplicates++;
      return;
    }
    Frame frame = Frame.read(bytes, rtp.payloadOffset() + rtp.payloadLength());
    if (rtp.ssrc() == ssrc && SequenceNumber.extend(highest, sequence) == highest) {
      timeWentBack |= packets > 1 && rtp.timestamp() - lastTimestamp < 0;
      lastTimestamp = rtp.timestamp();
      layer = frame.layer();
    }
    Assembly assembly =
        frames.computeIfAbsent(frame.layer() + "/" + frame.number(), key -> new Assembly(frame));
    assembly.packets.set(frame.index());
    if (assembly.packets.cardinality() == frame.packets()) {
      assembly.completedAt = now;
    }
  }

  private boolean isNew(int sequence, long now) {
    if (first < 0) {
      first = sequence + 0x10000L;
      highest = first;
      seen.set(0);
      return true;
    }
    long extended = SequenceNumber.extend(highest, sequence);
    for (long lost = highest + 1; lost < extended; lost++) {
      missing.put(lost, new long[] {now + 10_000_000, 0});
    }
    highest = Math.max(highest, extended);
    missing.remove(extended);
    if (extended < first || seen.get((int) (extended - first))) {
      return false;
    }
    seen.set((int) (extended - first));
    return true;
  }

  void onSenderReport(long compactNtp, long now) {
    senderReports++;
    lastReport = compactNtp;
    lastReportAt = now;
  }

  void onBye(long source) {
    goodbye |= source == ssrc;
  }

  /** Whether the sender said that it ends. */
  boolean goodbye() {
    return goodbye;
  }

  /** Sender reports received. */
  int senderReports() {
    return senderReports;
  }

  /** Asks for what is due. */
  void onTick(long now) {
    int[] due = new int[64];
    int count = 0;
    for (var entry : missing.entrySet()) {
      long[] state = entry.getValue();
      boolean settled = highest - entry.getKey() >= REORDERING || now - state[0] >= RETRY;
      if (settled && now - state[0] >= 0 && state[1] < MAX_TRIES && count < due.length) {
        due[count++] = SequenceNumber.of(entry.getKey());
        state[0] = now + RETRY;
        state[1]++;
      }
    }
    if (count > 0) {
      Packet packet = new Packet();
      ReceiverReport.append(packet, 1);
      Nack.append(packet, 1, ssrc, due, count);
      peer.sendRtcp(packet);
    }
  }

  /** Adds a report block. */
  void report(Packet packet, int report, long now) {
    if (first >= 0) {
      long delay = lastReport == 0 ? 0 : (now - lastReportAt) * 65_536 / 1_000_000_000;
      ReportBlock.append(packet, report, ssrc, 0, 0, highest - 0x10000, 0, lastReport, delay);
    }
  }

  /** Asks for a key frame. */
  void requestKeyFrame() {
    Packet packet = new Packet();
    ReceiverReport.append(packet, 1);
    Pli.append(packet, 1, ssrc);
    peer.sendRtcp(packet);
  }

  /** Frames that were complete within {@code nanos} of capture. */
  long completeWithin(long nanos) {
    return frames.values().stream()
        .filter(each -> each.completedAt >= 0)
        .filter(each -> each.completedAt - each.frame.capturedAt() <= nanos)
        .count();
  }

  /** Frames of one layer that were complete, and captured at {@code since} or later. */
  long complete(int layer, long since) {
    return frames.values().stream()
        .filter(each -> each.completedAt >= 0)
        .filter(each -> each.frame.layer() == layer && each.frame.capturedAt() >= since)
        .count();
  }

  /** Nanoseconds from {@code start} to the first complete frame, -1 if none. */
  long firstCompleteAfter(long start) {
    return frames.values().stream()
        .filter(each -> each.completedAt >= 0)
        .mapToLong(each -> each.completedAt - start)
        .min()
        .orElse(-1);
  }

  /** Sequence numbers between the first and the last that never came. */
  long gaps() {
    return first < 0 ? 0 : highest - first + 1 - seen.cardinality();
  }

  /** The layer of the newest packet, -1 before the first. */
  int layer() {
    return layer;
  }

  /** Packets, retransmissions and duplicates too. */
  long packets() {
    return packets;
  }

  long duplicates() {
    return duplicates;
  }

  /** Whether a newer packet ever carried an older timestamp. */
  boolean timeWentBack() {
    return timeWentBack;
  }
}
