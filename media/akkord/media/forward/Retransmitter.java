package akkord.media.forward;

import akkord.media.Codec;
import akkord.media.DownTrackSpec;
import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.Output;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.Vp8Descriptor;

/** Answers one subscriber's NACKs out of the publisher's cache (M-34, RFC 4588). */
final class Retransmitter {
  static final long DEFAULT_ROUND_TRIP = 100_000_000L;
  static final long MIN_PATIENCE = 20_000_000L;
  static final long MAX_PATIENCE = 500_000_000L;

  private final DownTrack track;
  private final int memory;
  private final boolean rtx;
  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private Sequencer sequencer;
  private long roundTrip = DEFAULT_ROUND_TRIP;
  private int rtxSequenceNumber;
  private long sent;

  Retransmitter(DownTrack track, int memory) {
    this.track = track;
    this.memory = memory;
    rtx = isSeparate(track.spec());
    // In the lower half for the same reason as the media's (see RtpRewriter).
    rtxSequenceNumber = (int) track.spec().rtxSsrc() & 0x7FFF;
  }

  /** Whether a track is repeated on an SSRC of its own (RFC 4588). */
  static boolean isSeparate(DownTrackSpec spec) {
    return spec.rtxSsrc() != 0 && spec.codec().rtxPayloadType() >= 0;
  }

  /** Numbers on where {@code former} ended. */
  void continues(Retransmitter former) {
    rtxSequenceNumber = former.rtxSequenceNumber;
  }

  /** Remembers a packet that goes on. */
  void remember(Forwarder forwarder, long sequence) {
    if (sequencer == null) {
      sequencer = new Sequencer(memory);
    }
    sequencer.push(forwarder, sequence);
  }

  /** Forgets what was sent: its source is gone. */
  void clear() {
    sequencer = null;
  }

  /** A measured round-trip time to the subscriber, in nanoseconds. */
  void onRoundTripTime(long nanos) {
    roundTrip += (nanos - roundTrip) / 4;
  }

  /** How many were sent again. */
  long sent() {
    return sent;
  }

  /** Sends one packet again, if it is known, wanted and not just sent. */
  void repeat(int sequenceNumber, long now, Output out) {
    if (sequencer == null) {
      return;
    }
    // Less than a round trip, so that the subscriber's next attempt is not taken for this one.
    long patience = Math.clamp(roundTrip * 3 / 4, MIN_PATIENCE, MAX_PATIENCE);
    int entry = sequencer.repeat(sequenceNumber, now, patience);
    if (entry == Sequencer.NONE) {
      return;
    }
    UpTrack source = track.upTrack();
    UpStream stream = source.ofEpoch(sequencer.epoch(entry));
    if (stream == null || !source.load(stream, sequencer.incoming(entry))) {
      out.drop(DropReason.RETRANSMISSION_EXPIRED);
      return;
    }
    send(source.cached(), entry, sequenceNumber, now, out);
  }

  private void send(RtpPacket cached, int entry, int sequenceNumber, long now, Output out) {
    boolean isVp8 =
        track.spec().codec().codec() == Codec.VP8
            && vp8.parse(cached.packet().bytes, cached.payloadOffset(), cached.payloadLength());
    RtpPacket outgoing =
        track
            .writer()
            .write(
                cached,
                out.packet(),
                rtx ? sequenceNumber : -1,
                isVp8 ? vp8 : null,
                sequencer.pictureId(entry),
                sequencer.tl0PicIdx(entry),
                sequencer.keyIdx(entry));
    if (outgoing == null) {
      out.drop(DropReason.TOO_LARGE);
      return;
    }
    sent++;
    out.count(MediaCounter.RETRANSMISSIONS_OUT, 1);
    int timestamp = cached.timestamp() + sequencer.timestampOffset(entry);
    if (!rtx) {
      track.send(outgoing, sequenceNumber, timestamp, now, out);
      return;
    }
    outgoing.payloadType(track.spec().codec().rtxPayloadType());
    outgoing.ssrc(track.spec().rtxSsrc());
    outgoing.sequenceNumber(rtxSequenceNumber++);
    outgoing.timestamp(timestamp);
    track.sink().send(outgoing, track, now, out);
  }
}
