package akkord.actors.participant;

import static akkord.actors.participant.Negotiations.LOCAL;
import static akkord.actors.participant.Negotiations.audio;
import static akkord.actors.participant.Negotiations.directions;
import static akkord.actors.participant.Negotiations.random;
import static akkord.actors.participant.Negotiations.sections;
import static akkord.actors.participant.Negotiations.video;
import static akkord.media.sdp.Direction.INACTIVE;
import static akkord.media.sdp.Direction.SENDONLY;
import static akkord.media.sdp.Direction.SENDRECV;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.OfferingConnection.Answered;
import akkord.actors.participant.OfferingConnection.Offer;
import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.HeaderExtension;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.RtpCodec;
import akkord.media.sdp.Direction;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Offers;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.Setup;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferingConnectionTest {
  private final OfferingConnection connection =
      new OfferingConnection(LOCAL, ClientQuirks.NONE, random());

  @Test
  void beginsWithDataChannelsAlone() throws SdpException {
    Offer offer = connection.offer(List.of());
    SessionDescription sdp = SessionDescription.parse(offer.sdp());
    assertEquals(List.of("0"), sdp.bundle());
    assertTrue(sdp.iceLite());
    MediaSection data = sdp.sections().getFirst();
    assertTrue(data.isDataChannel());
    assertEquals(5000, data.sctpPort());
    assertEquals(65535, data.maxMessageSize());
    assertEquals(Setup.ACTPASS, data.setup().orElseThrow());
    assertEquals(LOCAL.ice(), data.ice().orElseThrow());
    assertEquals(1, data.candidates().size());
    Answered answered = connection.onAnswer(answerTo(offer, Set.of()));
    assertEquals(DtlsRole.SERVER, answered.localRole());
    assertEquals(new IceCredentials("cLnt", "clientpasswordclientpa"), answered.remoteIce());
    assertEquals(new Fingerprint("sha-256", Offers.FINGERPRINT), answered.remoteFingerprint());
    assertEquals(List.of(), answered.downTracks());
  }

  @ParameterizedTest
  @CsvSource({
    "AUDIO,audio/opus,111,-1",
    "AUDIO,audio/red,111,-1",
    "VIDEO,video/VP8,96,97",
    "VIDEO,video/vp9,98,99",
    "VIDEO,video/H264,125,126",
    "VIDEO,video/AV1,35,36"
  })
  void offersOneCodecForEachTrack(Kind kind, String mime, int payloadType, int rtx)
      throws SdpException {
    WantedTrack track =
        new WantedTrack("TR_1", kind, mime, "PA_b|TR_1", "PA_b", DownTrackSettings.ALL, false);
    Offer offer = connection.offer(List.of(track));
    assertEquals(List.of(SENDRECV, SENDONLY), directions(offer.sdp()));
    assertEquals(Map.of("1", "TR_1"), offer.midToTrackSid());
    MediaSection section = sections(offer.sdp()).get(1);
    assertEquals(rtx < 0 ? 1 : 2, section.formats().size());
    assertEquals("PA_b|TR_1", section.msid().orElseThrow().stream());
    Answered answered = connection.onAnswer(answerTo(offer, Set.of()));
    RtpCodec codec = answered.downTracks().getFirst().spec().codec();
    assertEquals(payloadType, codec.payloadType());
    assertEquals(rtx, codec.rtxPayloadType());
    assertTrue(codec.nack());
    assertEquals(
        section.sources().getFirst().ssrc(), answered.downTracks().getFirst().spec().ssrc());
  }

  @Test
  void neverOffersH264High() {
    String sdp = connection.offer(List.of(video("TR_1", "video/H264"))).sdp();
    assertTrue(sdp.contains("packetization-mode=1;profile-level-id=42e01f"));
    assertFalse(sdp.contains("=64"));
  }

  @Test
  void stereoHasAPayloadTypeOfItsOwn() {
    WantedTrack music =
        new WantedTrack(
            "TR_2", Kind.AUDIO, "audio/opus", "PA|TR_2", "PA", DownTrackSettings.ALL, true);
    List<MediaSection> sections = sections(connection.offer(List.of(audio("TR_1"), music)).sdp());
    assertEquals("minptime=10;useinbandfec=1", sections.get(1).payloads().getFirst().fmtp());
    assertEquals(111, sections.get(1).payloads().getFirst().payloadType());
    assertEquals(
        "minptime=10;useinbandfec=1;sprop-stereo=1", sections.get(2).payloads().getFirst().fmtp());
    assertEquals(112, sections.get(2).payloads().getFirst().payloadType());
  }

  @Test
  void reusesASectionOnceItsEndIsAgreed() throws SdpException {
    Offer first = connection.offer(List.of(audio("TR_1"), video("TR_2", "video/VP8")));
    connection.onAnswer(answerTo(first, Set.of()));
    Offer second = connection.offer(List.of(audio("TR_1"), video("TR_3", "video/AV1")));
    assertEquals(List.of(SENDRECV, SENDONLY, INACTIVE, SENDONLY), directions(second.sdp()));
    assertEquals(Map.of("1", "TR_1", "3", "TR_3"), second.midToTrackSid());
    Answered answered = connection.onAnswer(answerTo(second, Set.of()));
    assertEquals(List.of("TR_2"), answered.removedDownTracks());
    assertEquals(1, answered.downTracks().size());
    Offer third =
        connection.offer(
            List.of(audio("TR_1"), video("TR_3", "video/AV1"), video("TR_4", "video/H264")));
    assertEquals(Map.of("1", "TR_1", "2", "TR_4", "3", "TR_3"), third.midToTrackSid());
    assertNotEquals(
        sections(first.sdp()).get(2).sources().getFirst().ssrc(),
        sections(third.sdp()).get(2).sources().getFirst().ssrc());
  }

  @Test
  void growsForClientsThatCannotReuse() throws SdpException {
    OfferingConnection safari =
        new OfferingConnection(
            LOCAL, new ClientQuirks(true, false, Set.of(), Set.of(Codec.AV1)), random());
    safari.onAnswer(answerTo(safari.offer(List.of(audio("TR_1"))), Set.of()));
    safari.onAnswer(answerTo(safari.offer(List.of()), Set.of()));
    Offer offer = safari.offer(List.of(audio("TR_2"), video("TR_3", "video/AV1")));
    assertEquals(List.of(SENDRECV, INACTIVE, SENDONLY), directions(offer.sdp()));
    assertEquals(List.of("TR_3"), safari.onAnswer(answerTo(offer, Set.of())).unsupported());
  }

  @Test
  void tellsOnceWhatTheClientRefused() throws SdpException {
    List<WantedTrack> wanted =
        List.of(video("TR_1", "video/H265"), video("TR_2", "video/H264"), audio("TR_3"));
    Offer offer = connection.offer(wanted);
    Answered answered = connection.onAnswer(answerTo(offer, Set.of("1")));
    assertEquals(Set.of("TR_1", "TR_2"), Set.copyOf(answered.unsupported()));
    assertEquals(List.of("TR_3"), sids(answered));
    Offer again = connection.offer(wanted);
    assertEquals(java.util.Arrays.asList(SENDRECV, null, SENDONLY), directions(again.sdp()));
    assertEquals(List.of(), connection.onAnswer(answerTo(again, Set.of("1"))).unsupported());
    connection.onAnswer(answerTo(connection.offer(List.of()), Set.of("1")));
    assertEquals(Map.of("3", "TR_2"), connection.offer(List.of(wanted.get(1))).midToTrackSid());
  }

  @Test
  void waitsForTracksWhoseCodecIsUnknown() {
    assertEquals(
        Map.of("1", "TR_2"),
        connection.offer(List.of(video("TR_1", ""), audio("TR_2"))).midToTrackSid());
  }

  @Test
  void keepsToWhatTheClientAccepted() throws SdpException {
    Offer offer = connection.offer(List.of(video("TR_1", "video/VP8")));
    String answer =
        answerTo(offer, Set.of())
            .replaceAll("a=(rtpmap|fmtp):97[^\r]*\r\n", "")
            .replaceAll("a=extmap:3 [^\r]*\r\n", "")
            .replaceAll("a=rtcp-fb:96 nack pli\r\n", "");
    Answered answered = connection.onAnswer(answer);
    RtpCodec codec = answered.downTracks().getFirst().spec().codec();
    assertEquals(new RtpCodec(Codec.VP8, 96, "", -1, true, false, false), codec);
    assertEquals(0, answered.downTracks().getFirst().spec().rtxSsrc());
    assertFalse(
        answered
            .downTracks()
            .getFirst()
            .spec()
            .extensions()
            .containsKey(HeaderExtension.TRANSPORT_CC));
  }

  @Test
  void settingsAloneAreNoChange() throws SdpException {
    connection.onAnswer(answerTo(connection.offer(List.of(audio("TR_1"))), Set.of()));
    WantedTrack muted =
        new WantedTrack(
            "TR_1",
            Kind.AUDIO,
            "audio/opus",
            "PA_bob|TR_1",
            "PA_bob",
            new DownTrackSettings(true, 0, 0),
            false);
    Answered answered = connection.onAnswer(answerTo(connection.offer(List.of(muted)), Set.of()));
    assertEquals(List.of(), answered.downTracks());
    assertEquals(List.of(), answered.removedDownTracks());
  }

  @Test
  void restartsIce() throws SdpException {
    connection.onAnswer(answerTo(connection.offer(List.of(audio("TR_1"))), Set.of()));
    IceCredentials fresh = new IceCredentials("srv2", "anotherpasswordanother");
    connection.restartIce(fresh);
    for (MediaSection section : sections(connection.offer(List.of(audio("TR_1"))).sdp())) {
      assertEquals(fresh, section.ice().orElseThrow());
    }
  }

  @Test
  void comesBackFromItsMemo() throws Exception {
    connection.onAnswer(
        answerTo(connection.offer(List.of(audio("TR_1"), video("TR_2", "video/VP8"))), Set.of()));
    connection.offer(List.of(audio("TR_3")));
    ObjectMapper cbor = new CBORMapper();
    OfferingConnection.Memo memo =
        cbor.readValue(cbor.writeValueAsBytes(connection.memo()), OfferingConnection.Memo.class);
    assertEquals(connection.memo(), memo);
    OfferingConnection once =
        OfferingConnection.restore(connection.memo(), ClientQuirks.NONE, random());
    OfferingConnection twice = OfferingConnection.restore(memo, ClientQuirks.NONE, random());
    Offer offer = once.offer(List.of(audio("TR_4")));
    assertEquals(offer, twice.offer(List.of(audio("TR_4"))));
    String answer = answerTo(offer, Set.of());
    assertEquals(once.onAnswer(answer), twice.onAnswer(answer));
  }

  @Test
  void refusesAnswersThatDoNotFit() throws SdpException {
    assertRefused("v=0\r\n", "no offer is waiting for an answer");
    Offer offer = connection.offer(List.of(audio("TR_1")));
    String answer = answerTo(offer, Set.of());
    assertRefused("v=0\r\n", "the answer has 0 media sections, the offer had 2");
    assertRefused(
        answer.replace("a=mid:1\r\n", "a=mid:7\r\n"), "section 1 of the answer must have a=mid:1");
    assertRefused(
        answer.replaceAll("a=fingerprint:[^\r]*\r\n", ""),
        "a=fingerprint is missing in the section with a=mid:0");
    connection.onAnswer(answer);
    assertRefused(answer, "no offer is waiting for an answer");
  }

  private void assertRefused(String answer, String message) {
    SdpException e = assertThrows(SdpException.class, () -> connection.onAnswer(answer));
    assertEquals(message, e.getMessage());
  }

  private static List<String> sids(Answered answered) {
    return answered.downTracks().stream().map(BoundDownTrack::trackSid).toList();
  }

  /** What a browser answers: it mirrors everything, and rejects some mids. */
  private static String answerTo(Offer offer, Set<String> rejected) {
    List<MediaSection> sections = new ArrayList<>();
    List<String> bundle = new ArrayList<>();
    for (MediaSection offered : sections(offer.sdp())) {
      boolean refused = offered.isRejected() || rejected.contains(offered.mid());
      MediaSection.Builder answer =
          MediaSection.builder(offered.media(), refused ? 0 : 9, offered.protocol())
              .mid(offered.mid())
              .ice(new IceCredentials("cLnt", "clientpasswordclientpa"))
              .fingerprint(new Fingerprint("sha-256", Offers.FINGERPRINT))
              .setup(Setup.ACTIVE)
              .direction(
                  offered.direction() == SENDONLY ? Direction.RECVONLY : offered.direction());
      offered.payloads().forEach(answer::payload);
      offered.extensions().forEach(answer::extension);
      if (offered.kind().isEmpty()) {
        answer.formats(offered.formats());
      }
      sections.add(answer.build());
      bundle.add(offered.mid());
    }
    return new SessionDescription(1, 1, bundle, false, true, sections).toText();
  }
}
