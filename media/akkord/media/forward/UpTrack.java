package akkord.media.forward;

import akkord.media.Codec;
import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.net.Packet;
import akkord.media.rtp.AudioLevel;
import akkord.media.rtp.ExtensionMap;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;

/**
 * A published track: takes the packets of all its encodings and fans them out.
 *
 * <p>The source (a transport or a relay link) owns the table from SSRC to track: for a packet of an
 * unknown SSRC it finds the track by the MID extension (or by payload type) and calls {@link
 * #bind}.
 */
public final class UpTrack {
  /** How often somebody who waits for a key frame is looked after. */
  private static final long TICK = 10_000_000L;

  /** How often all the others are. */
  private static final long IDLE_TICK = 100_000_000L;

  private final String owner;
  private final UpTrackSource source;
  private final PayloadInfo payload = new PayloadInfo();
  private final AudioLevelMeter meter;
  private final int[] requests = new int[NackGenerator.MAX_REQUESTS];
  private final Packet scratch = new Packet();
  private final FanOut fanOut = new FanOut();
  private final RtpPacket cached = new RtpPacket();
  private final PayloadInfo cachedPayload = new PayloadInfo();
  private UpTrackSpec spec;
  private ExtensionMap extensions;
  private UpStream[] streams = {};
  private int lastEpoch = UpStream.NO_EPOCH;
  private RtpCodec[] codecs;
  private RtpCodec[] rtxCodecs;
  private boolean nack;
  private boolean muted;
  private int live;
  private long activity;
  private long lastPacketAt;
  private boolean waiting;
  private long tickedAt;

  /**
   * A track without subscribers.
   *
   * @param owner whom {@code LayersChanged} is told
   * @param spec what was negotiated
   * @param source whom key frames and retransmissions are asked of
   */
  public UpTrack(String owner, UpTrackSpec spec, UpTrackSource source) {
    this.owner = owner;
    this.source = source;
    meter = spec.kind() == Kind.AUDIO ? new AudioLevelMeter(clockRate(spec)) : null;
    update(spec);
  }

  private static int clockRate(UpTrackSpec spec) {
    return spec.codecs().isEmpty() ? 48_000 : spec.codecs().getFirst().codec().clockRate();
  }

  /** What was negotiated last. */
  public UpTrackSpec spec() {
    return spec;
  }

  /** The publisher's header-extension ids. */
  public ExtensionMap extensions() {
    return extensions;
  }

  /** Replaces what was negotiated; encodings with the same rid or SSRC keep their state. */
  public void update(UpTrackSpec spec) {
    this.spec = spec;
    extensions = new ExtensionMap(spec.extensions());
    codecs = new RtpCodec[128];
    rtxCodecs = new RtpCodec[128];
    nack = false;
    for (RtpCodec codec : spec.codecs()) {
      codecs[codec.payloadType() & 0x7F] = codec;
      if (codec.rtxPayloadType() >= 0) {
        rtxCodecs[codec.rtxPayloadType() & 0x7F] = codec;
      }
      nack |= codec.nack();
    }
    UpStream[] next = new UpStream[spec.streams().size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = streamFor(spec.streams().get(i));
    }
    streams = next;
    live = liveLayers();
    fanOut.attach(this);
  }

  private UpStream streamFor(UpTrackSpec.Stream wanted) {
    for (UpStream known : streams) {
      boolean isSame =
          wanted.rid().isEmpty()
              ? known.rid().isEmpty() && (wanted.ssrc() == 0 || known.ssrc() == wanted.ssrc())
              : known.rid().equals(wanted.rid());
      if (isSame && known.layer() == wanted.layer()) {
        known.learn(wanted);
        return known;
      }
    }
    return new UpStream(
        this, spec.kind(), wanted.rid(), wanted.layer(), wanted.ssrc(), wanted.rtxSsrc());
  }

  /** The encodings, lowest quality first; do not change the array. */
  public UpStream[] streams() {
    return streams;
  }

  /** The encoding with this SSRC, media or RTX; null if none. */
  public UpStream stream(long ssrc) {
    for (UpStream stream : streams) {
      if (ssrc != 0 && (stream.ssrc() == ssrc || stream.rtxSsrc() == ssrc)) {
        return stream;
      }
    }
    return null;
  }

  /**
   * Learns the SSRC of an authenticated packet from its RID or repaired-RID extension or, for a
   * track with one encoding without rid, from its payload type.
   *
   * @return the encoding, or null if the packet belongs to none: then nothing was remembered
   */
  public UpStream bind(RtpPacket packet) {
    boolean isRtx = rtxCodecs[packet.payloadType()] != null;
    if (!isRtx && codecs[packet.payloadType()] == null) {
      return null;
    }
    for (UpStream stream : streams) {
      if (names(packet, stream, isRtx)) {
        if (isRtx) {
          stream.bindRtx(packet.ssrc());
        } else {
          stream.bindMedia(packet.ssrc());
        }
        return stream;
      }
    }
    return null;
  }

  private boolean names(RtpPacket packet, UpStream stream, boolean isRtx) {
    if (stream.rid().isEmpty()) {
      return streams.length == 1;
    }
    int rid = packet.extension(extensions.id(HeaderExtension.RID));
    if (isRtx) {
      int repaired = packet.extension(extensions.id(HeaderExtension.REPAIRED_RID));
      rid = repaired >= 0 ? repaired : rid;
    }
    return rid >= 0 && equal(packet, rid, stream.rid());
  }

  private static boolean equal(RtpPacket packet, int at, String text) {
    if (packet.extensionLength(at) != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (packet.packet().bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes one packet of a known SSRC: counts it, undoes RTX, finds losses, caches it and forwards
   * it. May change the packet in place.
   */
  public void onPacket(RtpPacket packet, long now, Output out) {
    UpStream stream = stream(packet.ssrc());
    if (stream == null) {
      out.drop(DropReason.RTP_UNKNOWN_STREAM);
      return;
    }
    RtpCodec codec = codecs[packet.payloadType()];
    boolean isRepair = codec == null;
    DropReason reason = null;
    if (isRepair) {
      codec = rtxCodecs[packet.payloadType()];
      reason =
          codec == null
              ? DropReason.RTP_UNKNOWN_PAYLOAD_TYPE
              : stream.unwrapRtx(packet, codec.payloadType());
    }
    if (reason == null) {
      reason = take(stream, codec, packet, isRepair, now, out);
    }
    if (reason != null) {
      out.drop(reason);
    }
  }

  private DropReason take(
      UpStream stream, RtpCodec codec, RtpPacket packet, boolean isRepair, long now, Output out) {
    long sequence = stream.extend(packet.sequenceNumber());
    DropReason reason = stream.admit(sequence);
    if (reason != null) {
      return reason;
    }
    if (muted) {
      stream.pass(sequence);
      return DropReason.TRACK_MUTED;
    }
    payload.inspect(codec.codec(), packet, stream.followsFrameEnd(sequence, packet));
    measureActivity(now);
    if (stream.accept(sequence, packet, isRepair, activity, now)) {
      tellLayers(out);
    }
    if (packet.payloadLength() == 0) {
      fanOut.skip(stream, sequence);
      return DropReason.RTP_PADDING_ONLY;
    }
    stream.onPayload(sequence, payload, now);
    measure(packet);
    fanOut.onPacket(stream, packet, sequence, payload, now, out);
    return null;
  }

  /** Counts the time in which packets follow each other; a pause says nothing about layers. */
  private void measureActivity(long now) {
    long gap = now - lastPacketAt;
    activity += gap < UpStream.STOPPED_AFTER ? gap : 0;
    lastPacketAt = now;
  }

  private void measure(RtpPacket packet) {
    if (meter != null) {
      int level = AudioLevel.of(packet, extensions.id(HeaderExtension.AUDIO_LEVEL));
      if (level >= 0) {
        meter.onPacket(level, packet.timestamp());
      }
    }
  }

  /** Sends due requests upstream, notices layers that stopped, lets down-tracks catch up. */
  public void onTimeout(long now, Output out) {
    boolean changed = false;
    long patience = muted ? UpStream.STOPPED_AFTER : UpStream.SILENT_AFTER;
    for (UpStream stream : streams) {
      changed |= stream.stops(activity, patience, now);
    }
    if (changed) {
      tellLayers(out);
    }
    tickedAt = now;
    waiting = fanOut.onTimeout(now, out);
    requestAll(now, out);
  }

  private void requestAll(long now, Output out) {
    for (UpStream stream : streams) {
      request(stream, now, out);
    }
  }

  private void request(UpStream stream, long now, Output out) {
    if (stream.ssrc() == 0 || muted) {
      return;
    }
    int count = nack ? stream.nacks().poll(now, requests) : 0;
    if (count > 0) {
      source.requestRetransmission(stream, requests, count, now, out);
    }
    if (spec.kind() == Kind.VIDEO && stream.keyFrameRequester().poll(now)) {
      source.requestKeyFrame(stream, now, out);
    }
    waiting |= stream.keyFrameRequester().isWanted();
  }

  private void tellLayers(Output out) {
    live = liveLayers();
    wake();
    List<Integer> layers = new ArrayList<>();
    for (UpStream stream : streams) {
      if (stream.live()) {
        layers.add(stream.layer());
      }
    }
    out.event(new MediaEvent.LayersChanged(owner, spec.trackSid(), List.copyOf(layers)));
  }

  private int liveLayers() {
    int layers = 0;
    for (UpStream stream : streams) {
      layers |= stream.live() ? 1 << stream.layer() : 0;
    }
    return layers;
  }

  /** Whether a codec can be had from this track. */
  boolean offers(Codec codec) {
    for (RtpCodec offered : spec.codecs()) {
      if (offered.codec() == codec) {
        return true;
      }
    }
    return false;
  }

  /** Bit set of the layers that carry packets. */
  int live() {
    return live;
  }

  /** The encoding of a layer, null if there is none. */
  UpStream layer(int layer) {
    for (UpStream stream : streams) {
      if (stream.layer() == layer) {
        return stream;
      }
    }
    return null;
  }

  /** What subscribers wait for may have changed. */
  void wake() {
    waiting = true;
  }

  /** Somebody needs a key frame of this layer. */
  void wantKeyFrame(int layer) {
    wake();
    UpStream stream = layer(layer);
    if (stream != null) {
      stream.keyFrameRequester().want();
    }
  }

  /** When {@link #onTimeout} has something to do, {@code Long.MAX_VALUE} if nothing. */
  public long nextDeadline() {
    boolean isWatched = !fanOut.isEmpty() && spec.kind() == Kind.VIDEO;
    long next = isWatched ? tickedAt + (waiting ? TICK : IDLE_TICK) : Long.MAX_VALUE;
    for (UpStream stream : streams) {
      next = Math.min(next, Math.max(stream.stopDeadline(), tickedAt + TICK));
      next = nack ? Math.min(next, stream.nacks().nextDeadline()) : next;
    }
    return next;
  }

  /** Round-trip time to the publisher in nanoseconds, once known. */
  public void onRoundTripTime(long nanos) {
    for (UpStream stream : streams) {
      stream.nacks().onRoundTripTime(nanos);
    }
  }

  /** Stops or resumes forwarding (M-33). */
  public void muted(boolean muted) {
    if (this.muted == muted) {
      return;
    }
    this.muted = muted;
    wake();
    fanOut.stop();
  }

  /** Whether the publisher muted it. */
  public boolean muted() {
    return muted;
  }

  /**
   * Loudness over the last window of {@link AudioLevelMeter#INTERVAL}, 0 (below the threshold of
   * M-26, or not audio) .. 1; the window is closed by the first call after its end.
   */
  public float audioLevel(long now) {
    return meter == null ? 0 : meter.poll(now);
  }

  /** Starts feeding a subscriber; idempotent. */
  public void add(DownTrack track, long now) {
    if (fanOut.add(track, this)) {
      wake();
      tickedAt = now - TICK;
    }
  }

  /** Somebody will start soon: sees to it that a key frame of the lowest layer waits for it. */
  public void prepare(long now, Output out) {
    if (live != 0) {
      prepare(Integer.numberOfTrailingZeros(live), now);
      requestAll(now, out);
    }
  }

  void prepare(int layer, long now) {
    if (!layer(layer).canReplay(UpStream.FRESH_AGE, now)) {
      wantKeyFrame(layer);
    }
  }

  /** A subscriber can be sent to from now on: what is cached for it goes out at once. */
  void start(DownTrack track, long now, Output out) {
    waiting |= track.onTimeout(now, out);
    requestAll(now, out);
  }

  /** Stops feeding a subscriber; idempotent. */
  public void remove(DownTrack track) {
    if (fanOut.remove(track)) {
      track.detach();
    }
  }

  /** It threw, and not at the hands of its source: the source is told, for it is its fault. */
  public void failed(RuntimeException cause) {
    source.failed(cause);
  }

  /** Who is fed; do not change the array, it is replaced at every change. */
  public DownTrack[] downTracks() {
    return fanOut.tracks();
  }

  /** Lets go of the subscribers, which starve until another track takes them. */
  public void close(long now, Output out) {
    fanOut.close();
  }

  /**
   * Sends a subscriber everything from {@code first} to the newest packet out of the cache: it then
   * stands where the others stand.
   */
  void replay(DownTrack track, UpStream stream, long first, long now, Output out) {
    for (long sequence = first; sequence <= stream.highest(); sequence++) {
      if (!load(stream, sequence)) {
        continue;
      }
      RtpCodec codec = codecs[cached.payloadType()];
      if (codec == null || cached.payloadLength() == 0) {
        track.skip(stream, sequence);
        continue;
      }
      cachedPayload.inspect(codec.codec(), cached, sequence == stream.groupStart());
      track.forward(stream, cached, sequence, cachedPayload, now, out);
    }
  }

  /** The encoding whose numbers are of {@code epoch}, null if there is none any more. */
  UpStream ofEpoch(int epoch) {
    for (UpStream stream : streams) {
      if (stream.epoch() == epoch) {
        return stream;
      }
    }
    return null;
  }

  /** An epoch that none of its encodings had before. */
  int nextEpoch() {
    return ++lastEpoch;
  }

  /** Loads a recent packet into {@link #cached}; false if it is gone or never came. */
  boolean load(UpStream stream, long sequence) {
    return stream.load(sequence, scratch) && cached.wrap(scratch);
  }

  /** The packet that {@link #load} found; good until the next call. */
  RtpPacket cached() {
    return cached;
  }
}
