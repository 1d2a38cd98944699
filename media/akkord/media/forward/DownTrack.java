package akkord.media.forward;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.Output;
import akkord.media.rtp.ExtensionMap;
import akkord.media.rtp.HeaderRewriter;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.Vp8Descriptor;
import java.util.HashMap;
import java.util.Map;

/**
 * One subscriber's copy of a track: decides, renumbers, rewrites and sends.
 *
 * <p>Its SSRCs must never have been used before on the same transport, or it must {@link #continues
 * continue} the track that used them: SRTP would repeat a key stream.
 */
public final class DownTrack {
  private static final int SEQUENCER_VIDEO = 512;
  private static final int SEQUENCER_AUDIO = 128;

  /** One subscriber in trouble must not cost the others more than this many key frames (M-24). */
  private static final long KEY_FRAME_REQUEST_INTERVAL = 500_000_000L;

  private final DownTrackSpec spec;
  private final Codec codec;
  private final int payloadType;
  private final long ssrc;
  private final String subscriber;
  private final PacketSink sink;
  private final ExtensionMap extensions;
  private final Forwarder forwarder;
  private final PacketWriter writer = new PacketWriter();
  private final SenderReports reports = new SenderReports();
  private final Retransmitter retransmitter;
  private DownTrackSettings settings;
  private UpTrack upTrack;
  private boolean offered;
  private boolean prepared;
  private long packets;
  private long octets;
  private long keyFrameRequests;
  private boolean requested;
  private long requestedAt;

  /**
   * A track that waits for {@link UpTrack#add}.
   *
   * @param subscriber id of the transport that receives it, for snapshots
   */
  public DownTrack(String subscriber, DownTrackSpec spec, PacketSink sink) {
    this.subscriber = subscriber;
    this.spec = spec;
    this.sink = sink;
    codec = spec.codec().codec();
    payloadType = spec.codec().payloadType();
    ssrc = spec.ssrc();
    settings = spec.settings();
    extensions = new ExtensionMap(writable(spec));
    forwarder = new Forwarder(settings, codec.clockRate(), spec.ssrc());
    int memory = spec.kind() == Kind.VIDEO ? SEQUENCER_VIDEO : SEQUENCER_AUDIO;
    retransmitter = spec.codec().nack() ? new Retransmitter(this, memory) : null;
  }

  /**
   * A packet repeated on the media SSRC is protected with the nonce of the first, so it must be the
   * same to the bit (RFC 7714): nothing may be stamped at sending.
   */
  private static Map<HeaderExtension, Integer> writable(DownTrackSpec spec) {
    Map<HeaderExtension, Integer> extensions = new HashMap<>(spec.extensions());
    if (spec.codec().nack() && !Retransmitter.isSeparate(spec)) {
      extensions.remove(HeaderExtension.TRANSPORT_CC);
      extensions.remove(HeaderExtension.ABS_SEND_TIME);
    }
    return extensions;
  }

  /**
   * Takes over the numbering of the track it replaces on the same SSRC, so that SRTP never sees a
   * number twice; to be called before anything is sent.
   */
  public void continues(DownTrack former) {
    forwarder.continues(former.forwarder);
    packets = former.packets;
    octets = former.octets;
    if (retransmitter != null && former.retransmitter != null) {
      retransmitter.continues(former.retransmitter);
    }
  }

  /** As it was added; the current selection is {@link #settings}. */
  public DownTrackSpec spec() {
    return spec;
  }

  /** Who receives it. */
  public String subscriber() {
    return subscriber;
  }

  /** Header-extension ids of the subscriber's m-line. */
  public ExtensionMap extensions() {
    return extensions;
  }

  /** What the subscriber asks for now. */
  public DownTrackSettings settings() {
    return settings;
  }

  /** Changes the selection; resuming waits for a key frame. */
  public void apply(DownTrackSettings settings) {
    this.settings = settings;
    forwarder.apply(settings);
    if (settings.disabled()) {
      forwarder.stop();
    }
    if (upTrack != null) {
      upTrack.wake();
    }
  }

  /** The track it is fed by, null while there is none. */
  public UpTrack upTrack() {
    return upTrack;
  }

  /** The spatial layer being sent, -1 if none. */
  public int currentLayer() {
    return forwarder.currentLayer();
  }

  /** Packets sent on the media SSRC. */
  public long packets() {
    return packets;
  }

  /** Payload bytes sent on the media SSRC. */
  public long octets() {
    return octets;
  }

  /** Packets sent again for a NACK. */
  public long retransmissions() {
    return retransmitter == null ? 0 : retransmitter.sent();
  }

  /** PLI and FIR received. */
  public long keyFrameRequests() {
    return keyFrameRequests;
  }

  /** Takes the ids and codecs of a track that feeds it from now on, or whose terms changed. */
  void attach(UpTrack track) {
    if (upTrack != track) {
      forget();
    } else if (retransmitter != null && !Retransmitter.isSeparate(spec)) {
      retransmitter.clear(); // with other header ids a repeat would not be the same
    }
    upTrack = track;
    offered = track.offers(codec);
    // A descriptor numbers the frames of one encoding; switching between several would break it.
    boolean single = track.streams().length == 1 && numbersFrames();
    writer.headers(new HeaderRewriter(track.extensions(), extensions, spec.mid(), single));
  }

  private boolean numbersFrames() {
    return switch (codec) {
      case VP9, AV1 -> true;
      default -> false;
    };
  }

  /** Starves until attached again. */
  void detach() {
    upTrack = null;
    forget();
  }

  private void forget() {
    forwarder.stop();
    if (retransmitter != null) {
      retransmitter.clear();
    }
  }

  /** Rests; goes on with a key frame. */
  void stop() {
    forwarder.stop();
  }

  /** Considers one packet of its track. */
  void onPacket(
      UpStream from, RtpPacket packet, long sequence, PayloadInfo payload, long now, Output out) {
    boolean isStarting = forwarder.stream() != from || forwarder.currentLayer() != from.layer();
    if (forward(from, packet, sequence, payload, now, out)
        && isStarting
        && sequence < from.highest()) {
      // The start of this key frame came late: the rest of it waits in the cache.
      upTrack.replay(this, from, sequence + 1, now, out);
    }
  }

  /** Forwards one packet, or counts why not. */
  boolean forward(
      UpStream from, RtpPacket packet, long sequence, PayloadInfo payload, long now, Output out) {
    DropReason reason = refusal(payload);
    if (reason == null) {
      reason = forwarder.forward(from, packet, sequence, payload, upTrack.live(), now);
    }
    if (reason != null) {
      out.drop(reason);
      return false;
    }
    if (retransmitter != null) {
      retransmitter.remember(forwarder, sequence);
    }
    Vp8Descriptor vp8 = payload.hasVp8() ? payload.vp8() : null;
    RtpPacket outgoing =
        writer.write(
            packet,
            out.packet(),
            -1,
            vp8,
            forwarder.pictureId(),
            forwarder.tl0PicIdx(),
            forwarder.keyIdx());
    if (outgoing == null) {
      out.drop(DropReason.TOO_LARGE);
      return false;
    }
    send(outgoing, (int) forwarder.sequenceNumber(), forwarder.timestamp(), now, out);
    return true;
  }

  /** Sends a finished packet on the media SSRC. */
  void send(RtpPacket outgoing, int sequenceNumber, int timestamp, long now, Output out) {
    outgoing.payloadType(payloadType);
    outgoing.ssrc(ssrc);
    outgoing.sequenceNumber(sequenceNumber);
    outgoing.timestamp(timestamp);
    packets++;
    octets += outgoing.payloadLength();
    sink.send(outgoing, this, now, out);
  }

  private DropReason refusal(PayloadInfo payload) {
    if (!sink.ready()) {
      forwarder.stop();
      upTrack.wake();
      return DropReason.SINK_NOT_READY;
    }
    boolean isWanted = !settings.disabled() && payload.codec() == codec;
    return isWanted ? null : DropReason.NOT_SELECTED;
  }

  /** Closes the gap of a packet that nobody gets. */
  void skip(UpStream from, long sequence) {
    forwarder.skip(from, sequence);
  }

  /**
   * Sees to it that a key frame comes, from the cache or from the publisher.
   *
   * @return whether one is waited for
   */
  boolean onTimeout(long now, Output out) {
    if (!offered || settings.disabled() || upTrack.muted() || spec.kind() != Kind.VIDEO) {
      return false;
    }
    int awaited = forwarder.awaitedLayer(upTrack.live());
    if (awaited == LayerSelector.NONE) {
      return !sink.ready();
    }
    if (!sink.ready()) {
      if (!prepared) {
        prepared = true; // once, lest somebody who never connects asks for ever
        upTrack.prepare(awaited, now);
      }
      return true;
    }
    UpStream stream = upTrack.layer(awaited);
    boolean isStarting = forwarder.currentLayer() == LayerSelector.NONE;
    if (isStarting
        && stream.canReplay(UpStream.REPLAY_AGE, now)
        && !forwarder.sentSince(stream.groupStartedAt())) {
      upTrack.replay(this, stream, stream.groupStart(), now, out);
    } else {
      upTrack.wantKeyFrame(awaited);
    }
    return true;
  }

  /** Its sink has just become ready. */
  public void start(long now, Output out) {
    if (upTrack != null) {
      upTrack.start(this, now, out);
    }
  }

  /**
   * Answers a generic NACK for {@code spec().ssrc()} (RFC 4585 6.2.1) from the publisher's cache:
   * as RTX (RFC 4588) if negotiated, else again on the media SSRC. Repeats within about one round
   * trip and beyond three a packet are ignored (M-34).
   *
   * @param sequenceNumbers 0..65535
   * @param count how many of them
   */
  public void onNack(int[] sequenceNumbers, int count, long now, Output out) {
    if (retransmitter == null || upTrack == null || !sink.ready()) {
      return;
    }
    for (int i = 0; i < count; i++) {
      retransmitter.repeat(sequenceNumbers[i], now, out);
    }
  }

  /** Takes the subscriber's PLI or FIR: passed upstream, throttled here and there. */
  public void onKeyFrameRequest(long now, Output out) {
    keyFrameRequests++;
    int layer = forwarder.currentLayer();
    boolean isRepeated = requested && now - requestedAt < KEY_FRAME_REQUEST_INTERVAL;
    if (upTrack != null && layer != LayerSelector.NONE && !isRepeated) {
      requested = true;
      requestedAt = now;
      upTrack.wantKeyFrame(layer);
    }
  }

  /**
   * Takes a report block about {@code spec().ssrc()} (RFC 3550 6.4.1).
   *
   * @param lastSenderReport middle 32 bits of the NTP time of the last SR received, 0 if none
   * @param delaySinceLastSenderReport in 1/65536 s, unsigned 32 bits
   * @return the round-trip time in nanoseconds, -1 if it cannot be told
   */
  public long onReceiverReport(long lastSenderReport, long delaySinceLastSenderReport, long now) {
    long roundTrip = reports.roundTripTime(lastSenderReport, delaySinceLastSenderReport, now);
    if (roundTrip >= 0 && retransmitter != null) {
      retransmitter.onRoundTripTime(roundTrip);
    }
    return roundTrip;
  }

  /**
   * Fills {@code data} for a sender report leaving now; remembered for {@link #onReceiverReport}.
   *
   * @return false while nothing was sent or the publisher's time base is unknown
   */
  public boolean senderReport(SenderReportData data, long now) {
    UpStream stream = forwarder.stream();
    if (stream == null || !stream.hasTimeBase()) {
      return false;
    }
    int clockRate = codec.clockRate();
    data.ntp = stream.ntpAt(now);
    data.rtpTimestamp =
        (stream.timestampAt(now, clockRate) + forwarder.timestampOffset()) & 0xFFFFFFFFL;
    data.packets = packets & 0xFFFFFFFFL;
    data.octets = octets & 0xFFFFFFFFL;
    reports.onSent(data.ntp, now);
    return true;
  }

  PacketWriter writer() {
    return writer;
  }

  PacketSink sink() {
    return sink;
  }
}
