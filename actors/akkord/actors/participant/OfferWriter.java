package akkord.actors.participant;

import akkord.media.Candidate;
import akkord.media.DownTrackSpec;
import akkord.media.sdp.Direction;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes our own offers: data channels first, then one section for each track. */
final class OfferWriter {
  /** {@code a=mid} of the data channels. */
  static final String DATA_MID = "0";

  private static final String RTP = "UDP/TLS/RTP/SAVPF";

  private final LocalTransport local;

  /** A writer of one offer. */
  OfferWriter(LocalTransport local) {
    this.local = local;
  }

  /** The offer. */
  SessionDescription write(
      long sessionId, long version, boolean iceLite, List<SubscriberSection> sections) {
    List<MediaSection> written = new ArrayList<>();
    List<String> bundle = new ArrayList<>();
    written.add(dataChannels());
    bundle.add(DATA_MID);
    for (SubscriberSection section : sections) {
      written.add(section(section));
      if (section.state() != SubscriberSection.State.DEAD) {
        bundle.add(section.spec().mid());
      }
    }
    return new SessionDescription(sessionId, version, bundle, iceLite, true, written);
  }

  private MediaSection dataChannels() {
    MediaSection.Builder section =
        transport(MediaSection.builder("application", 9, "UDP/DTLS/SCTP"))
            .formats(List.of("webrtc-datachannel"))
            .mid(DATA_MID)
            .sctpPort(AnswerSections.SCTP_PORT)
            .maxMessageSize(AnswerSections.MAX_MESSAGE_SIZE);
    for (Candidate candidate : local.candidates()) {
      section.candidate(candidate.toAttribute());
    }
    return section.endOfCandidates().build();
  }

  private MediaSection section(SubscriberSection section) {
    DownTrackSpec spec = section.spec();
    boolean dead = section.state() == SubscriberSection.State.DEAD;
    String media = section.kind().name().toLowerCase(Locale.ROOT);
    MediaSection.Builder written = MediaSection.builder(media, dead ? 0 : 9, RTP).mid(spec.mid());
    NegotiatedCodec codec = OfferedCodecs.propose(section.codec(), section.stereo());
    if (dead) {
      written.payload(codec.payload());
      return written.direction(Direction.INACTIVE).build();
    }
    transport(written).rtcpMux().rtcpReducedSize();
    codec.writeTo(written);
    if (!section.sends()) {
      return written.direction(Direction.INACTIVE).build();
    }
    RtpSections.writeStream(
        written, section.streamId(), spec.trackSid(), spec.cname(), spec.ssrc(), spec.rtxSsrc());
    return written.direction(Direction.SENDONLY).build();
  }

  private MediaSection.Builder transport(MediaSection.Builder section) {
    return section.ice(local.ice()).fingerprint(local.fingerprint()).setup(Setup.ACTPASS);
  }
}
