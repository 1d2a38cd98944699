package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.HeaderExtension;
import akkord.media.MediaCounter;
import akkord.media.Output;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.bwe.TransportFeedbackGenerator;
import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrack;
import akkord.media.forward.UpTrackSource;
import akkord.media.net.Bytes;
import akkord.media.net.Packet;
import akkord.media.rtcp.ReceiverStatistics;
import akkord.media.rtp.RtpPacket;
import java.util.Arrays;
import java.util.List;

/**
 * The published tracks of a transport: finds the one an authentic packet is for (RFC 8843 9.2) and
 * keeps the statistics of its SSRC.
 */
final class RtpReceiver {
  /** SSRCs known at once: each m-line has at most six. */
  static final int MAX_SSRCS = 256;

  /** SSRCs learnt from packets in a second: each costs walks over the table. */
  static final int MAX_BINDS = 64;

  private static final long SECOND = 1_000_000_000L;
  private static final int VIDEO_CLOCK = 90_000;

  private final UpTrackSource source;
  private final SsrcTable<Inbound> inbound = new SsrcTable<>(MAX_SSRCS);
  private final RtpPacket rtp = new RtpPacket();
  private final long localSsrc;
  private UpTrack[] tracks = new UpTrack[0];
  private TransportFeedbackGenerator feedback;
  private int midId;
  private int transportCcId;
  private int binds;
  private long bindsSince;

  /**
   * @param source whom tracks ask for key frames and retransmissions
   * @param localSsrc of our feedback
   */
  RtpReceiver(UpTrackSource source, long localSsrc) {
    this.source = source;
    this.localSsrc = localSsrc;
  }

  /** Takes an authentic packet, plain. */
  void onRtp(Packet packet, long now, Output out) {
    if (!rtp.wrap(packet)) {
      out.drop(DropReason.RTP_MALFORMED);
      return;
    }
    onTransportSequence(now);
    Inbound entry = inbound.find(rtp.ssrc());
    if (entry == null) {
      entry = mayBind(now) ? bind() : null;
    }
    if (entry == null) {
      out.drop(DropReason.RTP_UNKNOWN_STREAM);
      return;
    }
    out.count(MediaCounter.RTP_IN, 1);
    entry.statistics().onPacket(rtp.sequenceNumber(), rtp.timestamp(), now);
    entry.track().onPacket(rtp, now, out);
  }

  private void onTransportSequence(long now) {
    int at = rtp.extension(transportCcId);
    if (at >= 0 && rtp.extensionLength(at) >= 2) {
      if (feedback == null) {
        feedback = new TransportFeedbackGenerator(localSsrc);
      }
      int bytes = rtp.packet().length;
      feedback.onPacket(Bytes.getShort(rtp.packet().bytes, at), rtp.ssrc(), bytes, now);
    }
  }

  private boolean mayBind(long now) {
    if (binds == 0 || now - bindsSince >= SECOND) {
      bindsSince = now;
      binds = 0;
    }
    return binds < MAX_BINDS;
  }

  private Inbound bind() {
    UpTrack track = trackOfPacket();
    UpStream stream = track == null ? null : track.bind(rtp);
    if (stream == null) {
      return null;
    }
    binds++;
    return remember(rtp.ssrc(), track, stream);
  }

  private UpTrack trackOfPacket() {
    int mid = rtp.extension(midId);
    return mid >= 0 ? trackOfMid(mid, rtp.extensionLength(mid)) : trackOfPayloadType();
  }

  private UpTrack trackOfMid(int at, int length) {
    for (UpTrack track : tracks) {
      if (equals(track.spec().mid(), at, length)) {
        return track;
      }
    }
    return null;
  }

  private boolean equals(String mid, int at, int length) {
    if (mid.length() != length) {
      return false;
    }
    byte[] bytes = rtp.packet().bytes;
    for (int i = 0; i < length; i++) {
      if (mid.charAt(i) != (bytes[at + i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** The only track that waits for an SSRC with this payload type, null if there are several. */
  private UpTrack trackOfPayloadType() {
    UpTrack only = null;
    for (UpTrack track : tracks) {
      if (awaits(track, rtp.payloadType())) {
        if (only != null) {
          return null;
        }
        only = track;
      }
    }
    return only;
  }

  private static boolean awaits(UpTrack track, int payloadType) {
    if (track.streams().length != 1) {
      return false;
    }
    UpStream stream = track.streams()[0];
    for (RtpCodec codec : track.spec().codecs()) {
      if ((codec.payloadType() == payloadType && stream.ssrc() == 0)
          || (codec.rtxPayloadType() == payloadType && stream.rtxSsrc() == 0)) {
        return true;
      }
    }
    return false;
  }

  private Inbound remember(long ssrc, UpTrack track, UpStream stream) {
    prune();
    List<RtpCodec> codecs = track.spec().codecs();
    int clockRate = codecs.isEmpty() ? VIDEO_CLOCK : codecs.getFirst().codec().clockRate();
    Inbound entry = new Inbound(track, stream, new ReceiverStatistics(ssrc, clockRate));
    return inbound.put(ssrc, entry) ? entry : null;
  }

  /** Forgets SSRCs that their track has exchanged for others. */
  private void prune() {
    for (int i = 0; i < inbound.capacity(); i++) {
      Inbound entry = inbound.at(i);
      if (entry != null && entry.track().stream(entry.statistics().ssrc()) == null) {
        inbound.remove(entry.statistics().ssrc());
        i = -1;
      }
    }
  }

  /** Starts receiving a track or replaces what was negotiated. */
  UpTrack add(String owner, UpTrackSpec spec) {
    UpTrack track = find(spec.trackSid());
    if (track == null) {
      track = new UpTrack(owner, spec, source);
      tracks = Arrays.copyOf(tracks, tracks.length + 1);
      tracks[tracks.length - 1] = track;
    } else {
      track.update(spec);
    }
    midId = spec.extensions().getOrDefault(HeaderExtension.MID, midId);
    transportCcId = spec.extensions().getOrDefault(HeaderExtension.TRANSPORT_CC, transportCcId);
    prune();
    for (UpStream stream : track.streams()) {
      rememberDeclared(stream.ssrc(), track, stream);
      rememberDeclared(stream.rtxSsrc(), track, stream);
    }
    return track;
  }

  private void rememberDeclared(long ssrc, UpTrack track, UpStream stream) {
    if (ssrc != 0 && inbound.find(ssrc) == null) {
      remember(ssrc, track, stream);
    }
  }

  /** Stops receiving a track; the caller closes it. Null if there is none. */
  UpTrack remove(String trackSid) {
    UpTrack gone = find(trackSid);
    if (gone != null) {
      tracks = Arrays.stream(tracks).filter(track -> track != gone).toArray(UpTrack[]::new);
      for (int i = 0; i < inbound.capacity(); i++) {
        Inbound entry = inbound.at(i);
        if (entry != null && entry.track() == gone) {
          inbound.remove(entry.statistics().ssrc());
          i = -1;
        }
      }
    }
    return gone;
  }

  private UpTrack find(String trackSid) {
    for (UpTrack track : tracks) {
      if (track.spec().trackSid().equals(trackSid)) {
        return track;
      }
    }
    return null;
  }

  /** The tracks; do not change the array. */
  UpTrack[] tracks() {
    return tracks;
  }

  /** SSRCs by place. */
  SsrcTable<Inbound> inbound() {
    return inbound;
  }

  /** Transport-wide feedback, null while the peer has not numbered a packet. */
  TransportFeedbackGenerator feedback() {
    return feedback;
  }
}
