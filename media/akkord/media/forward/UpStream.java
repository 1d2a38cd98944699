package akkord.media.forward;

import akkord.media.DropReason;
import akkord.media.Kind;
import akkord.media.UpTrackSpec;
import akkord.media.net.Packet;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.SequenceNumber;

/** One encoding of a published track: its SSRC, its losses, its recent packets, its clock. */
public final class UpStream {
  /** A layer that is silent for longer while its track sends has stopped (M-25). */
  static final long STOPPED_AFTER = 500_000_000L;

  /** A track of which nothing came for longer has stopped: a still screen sends once a second. */
  static final long SILENT_AFTER = 2_000_000_000L;

  /** A cached key frame older than this is not worth a replay: a new one can be had as soon. */
  static final long REPLAY_AGE = 400_000_000L;

  /** One younger than this will still do for a newcomer whose handshake has yet to end. */
  static final long FRESH_AGE = 200_000_000L;

  /** The most packets a newcomer is sent at once. */
  static final int REPLAY_PACKETS = 128;

  // A jump ahead further than this is a new beginning, not a loss (RFC 3550 A.1).
  private static final int MAX_DROPOUT = 3000;

  /** No epoch of any stream. */
  static final int NO_EPOCH = 0;

  // So many old packets in a row mean that the numbering went back.
  private static final int MAX_OLD = 50;
  private static final int OSN_LENGTH = 2;
  private static final long NANOS = 1_000_000_000L;

  private final UpTrack track;
  private final String rid;
  private final int layer;
  private final int slots;
  private final int cacheBytes;
  private final NackGenerator nacks = new NackGenerator();
  private final KeyFrameRequester keyFrames = new KeyFrameRequester();
  private RetransmissionBuffer buffer;
  private long ssrc;
  private long rtxSsrc;
  private long highest = -1;
  private int epoch;
  private int old;
  private boolean live;
  private long lastPacketAt;
  private long lastActivity;
  private int lastTimestamp;
  private boolean lastMarker;
  private long groupStart = -1;
  private long groupStartedAt;
  private boolean hasTimeBase;
  private long reportNtp;
  private int reportTimestamp;
  private long reportedAt;
  private long packets;
  private long octets;
  private long keyFrameCount;
  private long repaired;

  UpStream(UpTrack track, Kind kind, String rid, int layer, long ssrc, long rtxSsrc) {
    this.track = track;
    epoch = track.nextEpoch();
    this.rid = rid;
    this.layer = layer;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    // M-23: 500 packets of video, 200 of audio; bytes for about a second.
    slots = kind == Kind.VIDEO ? 512 : 256;
    cacheBytes = kind == Kind.VIDEO ? 512 * 1024 : 64 * 1024;
  }

  /** The track it belongs to. */
  public UpTrack track() {
    return track;
  }

  /** Its {@code a=rid}, empty without simulcast. */
  public String rid() {
    return rid;
  }

  /** Spatial layer, 0 the lowest. */
  public int layer() {
    return layer;
  }

  /** Media SSRC, 0 until one is signalled or bound. */
  public long ssrc() {
    return ssrc;
  }

  /** SSRC of retransmissions, 0 until one is signalled or bound. */
  public long rtxSsrc() {
    return rtxSsrc;
  }

  /** Whether the layer carries packets (M-25). */
  public boolean live() {
    return live;
  }

  /** Packets accepted, padding and retransmissions included. */
  public long packets() {
    return packets;
  }

  /** Payload bytes accepted. */
  public long octets() {
    return octets;
  }

  /** Key frames that began. */
  public long keyFrames() {
    return keyFrameCount;
  }

  /** Packets that arrived as retransmissions and filled a gap. */
  public long repaired() {
    return repaired;
  }

  /**
   * Takes the time base of a sender report of {@link #ssrc} (RFC 3550 6.4.1).
   *
   * @param ntp NTP time, 32.32 fixed point
   * @param rtpTimestamp unsigned 32 bits
   */
  public void onSenderReport(long ntp, long rtpTimestamp, long now) {
    hasTimeBase = true;
    reportNtp = ntp;
    reportTimestamp = (int) rtpTimestamp;
    reportedAt = now;
  }

  /** Takes SSRCs that a later description tells. */
  void learn(UpTrackSpec.Stream told) {
    ssrc = told.ssrc() == 0 ? ssrc : told.ssrc();
    rtxSsrc = told.rtxSsrc() == 0 ? rtxSsrc : told.rtxSsrc();
  }

  void bindMedia(long ssrc) {
    this.ssrc = ssrc;
  }

  void bindRtx(long rtxSsrc) {
    this.rtxSsrc = rtxSsrc;
  }

  NackGenerator nacks() {
    return nacks;
  }

  KeyFrameRequester keyFrameRequester() {
    return keyFrames;
  }

  /**
   * Another one when numbering began anew: what was sent before and after has no common count. No
   * two streams of a track ever have the same.
   */
  int epoch() {
    return epoch;
  }

  /** The highest extended sequence number, -1 before the first packet. */
  long highest() {
    return highest;
  }

  /**
   * Turns a retransmission into the packet it repeats (RFC 4588 4), in place.
   *
   * @param payloadType that of the media
   * @return null, or why it is of no use
   */
  DropReason unwrapRtx(RtpPacket rtp, int payloadType) {
    if (rtp.payloadLength() < OSN_LENGTH || ssrc == 0) {
      return rtp.payloadLength() == 0 ? DropReason.RTP_PADDING_ONLY : DropReason.RTP_UNKNOWN_STREAM;
    }
    Packet packet = rtp.packet();
    byte[] bytes = packet.bytes;
    int payload = rtp.payloadOffset();
    int original = ((bytes[payload] & 0xFF) << 8) | (bytes[payload + 1] & 0xFF);
    int header = payload - packet.offset;
    int length = header + rtp.payloadLength() - OSN_LENGTH;
    System.arraycopy(bytes, packet.offset, bytes, packet.offset + OSN_LENGTH, header);
    packet.offset += OSN_LENGTH;
    packet.length = length;
    // Padding is cut off, so the P bit goes.
    bytes[packet.offset] &= (byte) ~0x20;
    rtp.wrap(packet);
    rtp.payloadType(payloadType);
    rtp.sequenceNumber(original);
    rtp.ssrc(ssrc);
    return null;
  }

  /** Extends a sequence number by what was received before. */
  long extend(int sequenceNumber) {
    return highest < 0
        ? SequenceNumber.extend(1L << 16, sequenceNumber) + (1L << 16)
        : SequenceNumber.extend(highest, sequenceNumber);
  }

  /**
   * Whether an arrival is new; keeps count of jumps in the numbering.
   *
   * @return null, or why it goes no further
   */
  DropReason admit(long sequence) {
    if (highest >= 0 && sequence - highest > MAX_DROPOUT) {
      restart(sequence);
    } else if (highest - sequence >= slots) {
      if (++old < MAX_OLD) {
        return DropReason.RTP_TOO_OLD;
      }
      restart(sequence);
    } else if (buffer != null && buffer.hasSeen(sequence)) {
      return DropReason.RTP_DUPLICATE;
    }
    old = 0;
    return null;
  }

  private void restart(long sequence) {
    epoch = track.nextEpoch();
    highest = sequence - 1;
    nacks.reset(highest);
    groupStart = -1;
    if (buffer != null) {
      buffer.clear();
    }
  }

  /** Whether an admitted packet is the first after the end of a frame. */
  boolean followsFrameEnd(long sequence, RtpPacket rtp) {
    return sequence == highest + 1 && (lastMarker || rtp.timestamp() != lastTimestamp);
  }

  /**
   * Stores an admitted packet.
   *
   * @param isRepair whether it came as a retransmission
   * @param activity how long the track has been sending, its pauses left out
   * @return true if the layer was silent before
   */
  boolean accept(long sequence, RtpPacket rtp, boolean isRepair, long activity, long now) {
    packets++;
    octets += rtp.payloadLength();
    repaired += isRepair ? 1 : 0;
    if (buffer == null) {
      buffer = new RetransmissionBuffer(slots, cacheBytes);
    }
    buffer.store(sequence, rtp.packet());
    if (!nacks.onPacket(sequence, now)) {
      keyFrames.want();
    }
    if (sequence > highest) {
      highest = sequence;
      lastTimestamp = rtp.timestamp();
      lastMarker = rtp.marker();
    }
    if (isRepair || rtp.payloadLength() == 0) {
      return false;
    }
    boolean starts = !live;
    live = true;
    lastPacketAt = now;
    lastActivity = activity;
    return starts;
  }

  /** Notes the key frame that begins with this packet. */
  void onPayload(long sequence, PayloadInfo payload, long now) {
    if (payload.startsKeyFrame() && sequence > groupStart) {
      keyFrameCount++;
      groupStart = sequence;
      groupStartedAt = now;
      keyFrames.onKeyFrame();
    }
  }

  /** Lets a packet of a muted track pass by: nothing before it is worth asking for. */
  void pass(long sequence) {
    if (sequence > highest) {
      highest = sequence;
      nacks.reset(sequence);
    }
    groupStart = -1;
  }

  /**
   * Whether the layer just fell silent.
   *
   * @param activity as in {@link #accept}
   * @param patience how long all layers may be silent together
   */
  boolean stops(long activity, long patience, long now) {
    boolean isLeftOut = activity - lastActivity >= STOPPED_AFTER;
    if (!live || (!isLeftOut && now - lastPacketAt < patience)) {
      return false;
    }
    live = false;
    return true;
  }

  /** When {@link #stops} may become true, {@code Long.MAX_VALUE} if it has. */
  long stopDeadline() {
    return live ? lastPacketAt + STOPPED_AFTER : Long.MAX_VALUE;
  }

  /** First packet of the last key frame; meaningful if {@link #canReplay}. */
  long groupStart() {
    return groupStart;
  }

  /** When the last key frame began. */
  long groupStartedAt() {
    return groupStartedAt;
  }

  /**
   * Whether everything since the last key frame is cached: a newcomer can start from there.
   *
   * @param maxAge nanoseconds since the key frame began
   */
  boolean canReplay(long maxAge, long now) {
    if (groupStart < 0 || now - groupStartedAt > maxAge || highest - groupStart >= REPLAY_PACKETS) {
      return false;
    }
    for (long sequence = groupStart; sequence <= highest; sequence++) {
      if (!buffer.contains(sequence)) {
        return false;
      }
    }
    return true;
  }

  /** Copies a recent packet into {@code target}; false if it is gone or never came. */
  boolean load(long sequence, Packet target) {
    return buffer != null && buffer.load(sequence, target);
  }

  /** Whether a sender report told how timestamps relate to time. */
  boolean hasTimeBase() {
    return hasTimeBase;
  }

  /** The timestamp this encoding would have at the instant {@code timestamp} of {@code other}. */
  int timestampOf(UpStream other, int timestamp, int clockRate) {
    int sinceReport = timestamp - other.reportTimestamp;
    long apart = other.reportNtp - reportNtp;
    return reportTimestamp + sinceReport + (int) ((apart * clockRate) >> 32);
  }

  /** NTP time of the publisher's clock, 32.32 fixed point. */
  long ntpAt(long now) {
    return reportNtp + toNtp(now - reportedAt);
  }

  /** The timestamp of the same instant as {@link #ntpAt}. */
  int timestampAt(long now, int clockRate) {
    return reportTimestamp + (int) ((now - reportedAt) * clockRate / NANOS);
  }

  private static long toNtp(long nanos) {
    return ((nanos / NANOS) << 32) + ((nanos % NANOS) << 32) / NANOS;
  }
}
