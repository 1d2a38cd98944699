package akkord.actors.participant;

import akkord.media.Candidate;
import akkord.media.Codec;
import akkord.media.DownTrackSpec;
import akkord.media.sdp.Direction;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.RtpPayload;
import akkord.media.sdp.Setup;
import java.util.Optional;
import java.util.Set;

/** Writes our side of each offered section. */
final class AnswerSections {
  /** Largest SCTP message we take, in bytes (M-10). */
  static final int MAX_MESSAGE_SIZE = 65535;

  /** The usual SCTP port (RFC 8841 12.2). */
  static final int SCTP_PORT = 5000;

  private final LocalTransport local;
  private final Setup setup;
  private final String opusFmtp;
  private boolean candidatesWritten;

  /**
   * One answer's sections, to be asked for in order.
   *
   * @param opusFmtp the same for every audio section: one payload type has one meaning in a bundle
   */
  AnswerSections(LocalTransport local, Setup setup, String opusFmtp) {
    this.local = local;
    this.setup = setup;
    this.opusFmtp = opusFmtp;
  }

  /** Port 0. */
  MediaSection rejected(MediaSection offered) {
    return MediaSection.builder(offered.media(), 0, offered.protocol())
        .formats(offered.formats())
        .mid(offered.mid())
        .direction(Direction.INACTIVE)
        .build();
  }

  /** Data channels. */
  MediaSection dataChannel(MediaSection offered) {
    return begin(offered)
        .formats(offered.formats())
        .sctpPort(SCTP_PORT)
        .maxMessageSize(MAX_MESSAGE_SIZE)
        .build();
  }

  /** Nothing flows for now; rejected if there is no codec in common. */
  MediaSection inactive(MediaSection offered) {
    Optional<Codec> codec = Payloads.first(offered, Set.of());
    if (codec.isEmpty()) {
      return rejected(offered);
    }
    MediaSection.Builder section = beginRtp(offered, Direction.INACTIVE);
    codec(offered, codec.get()).writeTo(section);
    return section.build();
  }

  /** We receive a publication. */
  MediaSection receiving(MediaSection offered, UpSection up) {
    MediaSection.Builder section = beginRtp(offered, Direction.RECVONLY);
    codec(offered, up.codec()).writeTo(section);
    SendStreams.accept(offered, section);
    return section.build();
  }

  /** We send a subscription. */
  MediaSection sending(MediaSection offered, DownSection down) {
    DownTrackSpec spec = down.spec();
    MediaSection.Builder section = beginRtp(offered, Direction.SENDONLY);
    codec(offered, spec.codec().codec()).writeTo(section);
    RtpSections.writeStream(
        section, down.streamId(), spec.trackSid(), spec.cname(), spec.ssrc(), spec.rtxSsrc());
    return section.build();
  }

  /** What a section agrees on for a codec that it offers. */
  NegotiatedCodec codec(MediaSection offered, Codec codec) {
    RtpPayload payload = Payloads.find(offered, codec).orElseThrow();
    return new NegotiatedCodec(
        codec,
        Payloads.answered(payload, codec, opusFmtp),
        Payloads.rtx(offered, payload),
        RtpSections.extensions(offered));
  }

  private MediaSection.Builder beginRtp(MediaSection offered, Direction direction) {
    MediaSection.Builder section = begin(offered).direction(direction).rtcpMux();
    return offered.rtcpReducedSize() ? section.rtcpReducedSize() : section;
  }

  private MediaSection.Builder begin(MediaSection offered) {
    MediaSection.Builder section =
        MediaSection.builder(offered.media(), 9, offered.protocol())
            .mid(offered.mid())
            .ice(local.ice())
            .fingerprint(local.fingerprint())
            .setup(setup);
    if (!candidatesWritten) {
      candidatesWritten = true; // here and nowhere else: none is trickled
      for (Candidate candidate : local.candidates()) {
        section.candidate(candidate.toAttribute());
      }
      section.endOfCandidates();
    }
    return section;
  }
}
