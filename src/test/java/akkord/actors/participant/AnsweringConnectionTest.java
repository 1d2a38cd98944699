package akkord.actors.participant;

import static akkord.actors.participant.Negotiations.LOCAL;
import static akkord.actors.participant.Negotiations.audio;
import static akkord.actors.participant.Negotiations.camera;
import static akkord.actors.participant.Negotiations.directions;
import static akkord.actors.participant.Negotiations.microphone;
import static akkord.actors.participant.Negotiations.random;
import static akkord.actors.participant.Negotiations.sections;
import static akkord.actors.participant.Negotiations.video;
import static akkord.media.sdp.Direction.INACTIVE;
import static akkord.media.sdp.Direction.RECVONLY;
import static akkord.media.sdp.Direction.SENDONLY;
import static akkord.media.sdp.Direction.SENDRECV;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.AnsweringConnection.Answer;
import akkord.actors.participant.AnsweringConnection.Missing;
import akkord.media.Codec;
import akkord.media.DownTrackSpec;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.HeaderExtension;
import akkord.media.IceCredentials;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import akkord.media.UpTrackSpec.Stream;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Offers;
import akkord.media.sdp.RtpPayload;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.Setup;
import akkord.media.sdp.Simulcast;
import akkord.proto.AudioTrackFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweringConnectionTest {
  private final AnsweringConnection connection =
      new AnsweringConnection(LOCAL, ClientQuirks.NONE, true, random());

  @Test
  void answersTheFirstOfferOfABrowserInactiveWithDataChannels() throws SdpException {
    Answer answer = connection.answer(Offers.chromium().text(), "room", List.of(), List.of());
    assertEquals(
        List.of(INACTIVE, INACTIVE, INACTIVE, INACTIVE, INACTIVE, INACTIVE, SENDRECV),
        directions(answer.sdp()));
    SessionDescription sdp = SessionDescription.parse(answer.sdp());
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), sdp.bundle());
    assertTrue(sdp.iceLite());
    assertTrue(sdp.extmapAllowMixed());
    MediaSection first = sdp.sections().getFirst();
    assertEquals(
        List.of("candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host"), first.candidates());
    assertTrue(first.endOfCandidates());
    assertTrue(first.rtcpMux());
    assertTrue(first.rtcpReducedSize());
    for (MediaSection section : sdp.sections()) {
      assertEquals(LOCAL.ice(), section.ice().orElseThrow());
      assertEquals(LOCAL.fingerprint(), section.fingerprint().orElseThrow());
      assertEquals(Setup.PASSIVE, section.setup().orElseThrow());
      assertTrue(section.msid().isEmpty());
    }
    // What one answer leaves out, Chromium never offers again.
    assertEquals(
        Set.of(10, 11, 4, 3, 2, 5, 12),
        Set.copyOf(sdp.sections().get(3).extensions().stream().map(e -> e.id()).toList()));
    MediaSection data = sdp.sections().getLast();
    assertEquals(5000, data.sctpPort());
    assertEquals(65535, data.maxMessageSize());
    assertEquals(new IceCredentials("cLnt", "clientpasswordclientpa"), answer.remoteIce());
    assertEquals(new Fingerprint("sha-256", Offers.FINGERPRINT), answer.remoteFingerprint());
    assertEquals(DtlsRole.SERVER, answer.localRole());
    assertFalse(answer.iceRestarted());
    assertEquals(Map.of(), answer.midToTrackSid());
  }

  @ParameterizedTest
  @CsvSource({"actpass,PASSIVE,SERVER", "active,PASSIVE,SERVER", "passive,ACTIVE,CLIENT"})
  void takesTheRoleThatIsLeft(String offered, Setup setup, DtlsRole role) throws SdpException {
    Answer answer =
        connection.answer(Offers.chromium().setup(offered).text(), "room", List.of(), List.of());
    assertEquals(setup, sections(answer.sdp()).getFirst().setup().orElseThrow());
    assertEquals(role, answer.localRole());
  }

  @Test
  void bindsWantedTracksToIdleSectionsInTheFirstAnswer() throws SdpException {
    Answer answer =
        connection.answer(
            Offers.chromium().text(),
            "room",
            List.of(),
            List.of(audio("TR_A"), video("TR_V", "video/VP8"), video("TR_H", "video/h264")));
    assertEquals(
        List.of(SENDONLY, INACTIVE, INACTIVE, SENDONLY, SENDONLY, INACTIVE, SENDRECV),
        directions(answer.sdp()));
    assertEquals(Map.of("0", "TR_A", "3", "TR_V", "4", "TR_H"), answer.midToTrackSid());
    assertEquals(0, answer.missingAudio());
    DownTrackSpec spec = down(answer, "TR_V");
    assertEquals("3", spec.mid());
    assertEquals(new RtpCodec(Codec.VP8, 96, "", 97, true, true, true), spec.codec());
    assertEquals(
        Map.of(
            HeaderExtension.MID, 4,
            HeaderExtension.ABS_SEND_TIME, 2,
            HeaderExtension.TRANSPORT_CC, 3,
            HeaderExtension.PLAYOUT_DELAY, 5,
            HeaderExtension.DEPENDENCY_DESCRIPTOR, 12),
        spec.extensions());
    MediaSection section = sections(answer.sdp()).get(3);
    assertEquals(List.of("96", "97"), section.formats());
    assertEquals("PA_bob|TR_V", section.msid().orElseThrow().stream());
    assertEquals("TR_V", section.msid().orElseThrow().track());
    assertEquals(List.of(spec.ssrc(), spec.rtxSsrc()), section.sourceGroups().getFirst().ssrcs());
    assertEquals("PA_bob|TR_V TR_V", section.sources().getFirst().msid());
    assertEquals("PA_bob", section.sources().getFirst().cname());
    assertEquals(108, down(answer, "TR_H").codec().payloadType());
    assertEquals(
        Set.of(HeaderExtension.MID, HeaderExtension.AUDIO_LEVEL),
        down(answer, "TR_A").extensions().keySet());
    assertEquals(
        List.of(),
        connection
            .answer(
                Offers.chromium().text(),
                "room",
                List.of(),
                List.of(audio("TR_A"), video("TR_V", "video/VP8"), video("TR_H", "video/h264")))
            .downTracks());
  }

  @Test
  void aSectionRestsForOneRoundBeforeItCarriesAnotherTrack() throws SdpException {
    String offer = Offers.empty().video("recvonly", "").text();
    Answer first = connection.answer(offer, "room", List.of(), List.of(video("TR_1", "video/VP8")));
    Answer second =
        connection.answer(offer, "room", List.of(), List.of(video("TR_2", "video/AV1")));
    assertEquals(List.of("TR_1"), second.removedDownTracks());
    assertEquals(List.of(INACTIVE), directions(second.sdp()));
    assertEquals(Map.of(), second.midToTrackSid());
    assertEquals(1, second.missingVideo());
    Answer third = connection.answer(offer, "room", List.of(), List.of(video("TR_2", "video/AV1")));
    assertEquals(Map.of("0", "TR_2"), third.midToTrackSid());
    assertEquals(45, down(third, "TR_2").codec().payloadType());
    assertNotEquals(down(first, "TR_1").ssrc(), down(third, "TR_2").ssrc());
    assertEquals(0, third.missingVideo());
  }

  @Test
  void asksForMissingSectionsOnce() throws SdpException {
    List<WantedTrack> five = List.of(audio("1"), audio("2"), audio("3"), audio("4"), audio("5"));
    Answer answer = connection.answer(Offers.chromium().text(), "room", List.of(), five);
    assertEquals(2, answer.missingAudio());
    assertEquals(0, answer.missingVideo());
    // The offer that crossed the request.
    assertEquals(
        0, connection.answer(Offers.chromium().text(), "room", List.of(), five).missingAudio());
    String more = Offers.chromium().audio("recvonly", "").audio("recvonly", "").text();
    Answer filled = connection.answer(more, "room", List.of(), five);
    assertEquals(0, filled.missingAudio());
    assertEquals(5, filled.midToTrackSid().size());
  }

  @Test
  void asksAgainWhenNothingComes() throws SdpException {
    List<WantedTrack> wanted = List.of(audio("1"));
    String offer = Offers.dataOnly().text();
    int[] asked = new int[4];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = connection.answer(offer, "room", List.of(), wanted).missingAudio();
    }
    assertEquals(List.of(1, 0, 1, 0), java.util.Arrays.stream(asked).boxed().toList());
  }

  @Test
  void knowsBetweenOffersWhatToAskFor() throws SdpException {
    connection.answer(Offers.chromium().text(), "room", List.of(), List.of(audio("1")));
    List<WantedTrack> wanted =
        List.of(audio("1"), audio("2"), audio("3"), audio("4"), video("5", ""));
    assertEquals(new Missing(0, 0), connection.missing(wanted.subList(0, 3)));
    assertEquals(new Missing(1, 0), connection.missing(wanted));
    assertEquals(new Missing(0, 0), connection.missing(wanted));
  }

  @Test
  void reportsCodecsThatTheClientCannotReceive() throws SdpException {
    List<WantedTrack> wanted = List.of(video("TR_1", "video/H265"), video("TR_2", "video/VP8"));
    Answer answer = connection.answer(Offers.chromium().text(), "room", List.of(), wanted);
    assertEquals(List.of("TR_1"), answer.unsupported());
    assertEquals(Map.of("3", "TR_2"), answer.midToTrackSid());
    assertEquals(0, answer.missingVideo());
  }

  @Test
  void leavesReceivingSectionsAloneOnAPublisherConnection() throws SdpException {
    AnsweringConnection publisher =
        new AnsweringConnection(LOCAL, ClientQuirks.NONE, false, random());
    Answer answer =
        publisher.answer(Offers.chromium().text(), "room", List.of(), List.of(audio("TR_A")));
    assertEquals(Map.of(), answer.midToTrackSid());
    assertEquals(0, answer.missingAudio());
    assertEquals(
        List.of(SENDRECV),
        directions(publisher.answer(Offers.dataOnly().text(), "r", List.of(), List.of()).sdp()));
  }

  @Test
  void bindsPublicationsByTrackId() throws SdpException {
    String offer = Offers.chromium().microphone("m", 11).simulcastCamera("c", "q;~h;~f").text();
    List<PendingTrack> tracks = List.of(camera("TR_VC", "c", "vp8"), microphone("TR_AM", "m"));
    Answer answer = connection.answer(offer, "room", tracks, List.of());
    assertEquals(
        List.of(
            INACTIVE, INACTIVE, INACTIVE, INACTIVE, INACTIVE, INACTIVE, SENDRECV, RECVONLY,
            RECVONLY),
        directions(answer.sdp()));
    UpTrackSpec mic = up(answer, "TR_AM");
    assertEquals("room", mic.room());
    assertTrue(mic.speaks());
    assertEquals(List.of(new Stream("", 0, 11, 0)), mic.streams());
    assertEquals(
        new RtpCodec(
            Codec.OPUS, 111, "minptime=10;useinbandfec=1;usedtx=1", -1, true, false, false),
        mic.codecs().getFirst());
    UpTrackSpec cam = up(answer, "TR_VC");
    assertEquals("8", cam.mid());
    assertEquals(
        List.of(new Stream("q", 0, 0, 0), new Stream("h", 1, 0, 0), new Stream("f", 2, 0, 0)),
        cam.streams());
    assertEquals(new RtpCodec(Codec.VP8, 96, "", 97, true, true, true), cam.codecs().getFirst());
    assertEquals(10, cam.extensions().get(HeaderExtension.RID));
    assertEquals(11, cam.extensions().get(HeaderExtension.REPAIRED_RID));
    MediaSection section = sections(answer.sdp()).get(8);
    assertEquals(
        List.of("q", "h", "f"),
        section.simulcast().orElseThrow().receive().stream().map(Simulcast.Stream::rid).toList());
    assertFalse(section.rids().getFirst().send());
    assertFalse(answer.sdp().contains("~"));
    assertEquals(
        Set.of(10, 11, 4, 3, 2, 5, 12),
        Set.copyOf(section.extensions().stream().map(e -> e.id()).toList()));
  }

  @Test
  void aCodecThatIsNotEnabledIsNotReceived() throws SdpException {
    ClientQuirks quirks = ClientQuirks.NONE.publishing(List.of(Codec.VP8, Codec.OPUS));
    AnsweringConnection vp8Only = new AnsweringConnection(LOCAL, quirks, true, random());
    Answer answer =
        vp8Only.answer(
            Offers.chromium().camera("c", 1, 2).text(),
            "room",
            List.of(camera("TR_V", "c", "h264")),
            List.of(video("TR_H", "video/H264")));
    assertEquals(Codec.VP8, answer.upTracks().getFirst().codec());
    assertEquals(1, answer.downTracks().size());
  }

  @ParameterizedTest
  @CsvSource({"vp8,96", "vp9,98", "h264,108", "video/AV1,45", "h265,96", "'',96"})
  void answersWithTheAnnouncedCodecAlone(String codec, String payloadType) throws SdpException {
    Answer answer =
        connection.answer(
            Offers.chromium().camera("c", 1, 2).text(),
            "room",
            List.of(camera("TR_V", "c", codec)),
            List.of());
    MediaSection section = sections(answer.sdp()).get(7);
    assertEquals(payloadType, section.formats().getFirst());
    assertEquals(2, section.formats().size());
    assertEquals(List.of(new Stream("", 0, 1, 2)), up(answer, "TR_V").streams());
  }

  @Test
  void takesRtcNodeWithLayersInItsOwnOrderAndNoRtx() throws SdpException {
    Answer answer =
        connection.answer(
            Offers.rtcNode("m", "c").text(),
            "room",
            List.of(microphone("TR_A", "m"), camera("TR_V", "c", "vp8")),
            List.of());
    UpTrackSpec cam = up(answer, "TR_V");
    assertEquals(List.of(new Stream("q", 0, 0, 0), new Stream("h", 1, 0, 0)), cam.streams());
    assertEquals(-1, cam.codecs().getFirst().rtxPayloadType());
    assertTrue(answer.sdp().contains("a=simulcast:recv h;q\r\n"));
    assertEquals(71, up(answer, "TR_A").streams().getFirst().ssrc());
  }

  @ParameterizedTest
  @CsvSource({"2;1;0,2 1 0", "0;1;2,2 1 0", "f;h;q,q h f", "h;f,h f", "low;high,low high"})
  void ordersLayersByName(String offered, String layers) throws SdpException {
    Answer answer =
        connection.answer(
            Offers.empty().simulcastCamera("c", offered).text(),
            "room",
            List.of(camera("TR_V", "c", "vp8")),
            List.of());
    List<Stream> streams = up(answer, "TR_V").streams();
    assertEquals(layers, String.join(" ", streams.stream().map(Stream::rid).toList()));
    for (int i = 0; i < streams.size(); i++) {
      assertEquals(i, streams.get(i).layer());
    }
  }

  @Test
  void readsSimulcastBySsrc() throws SdpException {
    String lines =
        """
        a=msid:s c
        a=ssrc-group:SIM 1 2
        a=ssrc-group:FID 1 11
        a=ssrc-group:FID 2 12
        a=ssrc:1 cname:x
        a=ssrc:11 cname:x
        a=ssrc:2 cname:x
        a=ssrc:12 cname:x
        """;
    Answer answer =
        connection.answer(
            Offers.empty().video("sendonly", lines).text(),
            "room",
            List.of(camera("TR_V", "c", "vp8")),
            List.of());
    assertEquals(
        List.of(new Stream("", 0, 1, 11), new Stream("", 1, 2, 12)), up(answer, "TR_V").streams());
  }

  @Test
  void guessesByKindUntilATrackIdRefutesIt() throws SdpException {
    Offers offer = Offers.empty().camera("made-up", 1, 2);
    Answer guessed =
        connection.answer(offer.text(), "room", List.of(camera("TR_1", "c1", "vp8")), List.of());
    assertEquals("0", up(guessed, "TR_1").mid());
    offer.camera("c1", 3, 4);
    Answer corrected =
        connection.answer(offer.text(), "room", List.of(camera("TR_1", "c1", "vp8")), List.of());
    assertEquals("1", up(corrected, "TR_1").mid());
    assertEquals(List.of(INACTIVE, RECVONLY), directions(corrected.sdp()));
    assertEquals(List.of(), corrected.removedUpTracks());
  }

  @Test
  void keepsAGuessWhenTheTrackIdIsUnknown() throws SdpException {
    Offers offer = Offers.empty().camera("x", 1, 2);
    List<PendingTrack> tracks = List.of(camera("TR_1", "c1", "vp8"), camera("TR_2", "c2", "vp8"));
    assertEquals("0", up(connection.answer(offer.text(), "room", tracks, List.of()), "TR_1").mid());
    Answer again = connection.answer(offer.text(), "room", tracks, List.of());
    assertEquals(List.of("TR_1"), again.upTracks().stream().map(BoundUpTrack::trackSid).toList());
  }

  @Test
  void staysBoundWithoutBeingListedAndUnbindsWhenTheSectionStops() throws SdpException {
    Offers offer = Offers.chromium().microphone("m", 11);
    connection.answer(offer.text(), "room", List.of(microphone("TR_A", "m")), List.of());
    Answer later = connection.answer(offer.text(), "room", List.of(), List.of());
    assertEquals("7", up(later, "TR_A").mid());
    Answer stopped =
        connection.answer(offer.direction(7, "inactive").text(), "room", List.of(), List.of());
    assertEquals(List.of("TR_A"), stopped.removedUpTracks());
    assertEquals(List.of(), stopped.upTracks());
    // Rust offers such a section as receiving; it is not used for a subscription.
    Answer munged =
        connection.answer(
            offer.direction(7, "recvonly").text(),
            "room",
            List.of(),
            List.of(audio("1"), audio("2"), audio("3"), audio("4")));
    assertEquals(Set.of("0", "1", "2"), munged.midToTrackSid().keySet());
    assertEquals(1, munged.missingAudio());
  }

  @Test
  void aRepublishedTrackIsTheNewPublication() throws SdpException {
    Offers offer = Offers.empty().microphone("m", 1);
    connection.answer(offer.text(), "room", List.of(microphone("TR_1", "m")), List.of());
    offer.direction(0, "inactive").microphone("m", 2);
    Answer answer =
        connection.answer(
            offer.text(),
            "room",
            List.of(microphone("TR_1", "m"), microphone("TR_2", "m")),
            List.of());
    assertEquals("1", up(answer, "TR_2").mid());
    assertEquals(List.of("TR_1"), answer.removedUpTracks());
  }

  @Test
  void anUnpublishedSectionIsAnsweredInactiveThoughItSends() throws SdpException {
    String offer = Offers.empty().microphone("m", 1).text();
    List<PendingTrack> tracks = List.of(microphone("TR_1", "m"));
    connection.answer(offer, "room", tracks, List.of());
    connection.unpublish("TR_1");
    assertEquals(
        List.of(INACTIVE), directions(connection.answer(offer, "room", tracks, List.of()).sdp()));
    List<PendingTrack> again = List.of(microphone("TR_2", "m"));
    assertEquals("0", up(connection.answer(offer, "room", again, List.of()), "TR_2").mid());
  }

  @Test
  void aSendingSectionThatNobodyAnnouncedIsInactive() throws SdpException {
    String offer = Offers.empty().microphone("m", 1).camera("c", 2, 3).text();
    Answer answer = connection.answer(offer, "room", List.of(microphone("TR_1", "m")), List.of());
    assertEquals(List.of(RECVONLY, INACTIVE), directions(answer.sdp()));
    Answer later =
        connection.answer(
            offer, "room", List.of(microphone("TR_1", "m"), camera("TR_2", "c", "vp8")), List.of());
    assertEquals(List.of(RECVONLY, RECVONLY), directions(later.sdp()));
  }

  @Test
  void oneOpusFormatForTheWholeBundle() throws SdpException {
    PendingTrack music =
        new PendingTrack(
            "TR_M",
            "m",
            akkord.media.Kind.AUDIO,
            microphone("TR_M", "m").request().toBuilder()
                .addAudioFeatures(AudioTrackFeature.TF_STEREO)
                .addAudioFeatures(AudioTrackFeature.TF_NO_DTX)
                .build(),
            false);
    Answer answer =
        connection.answer(
            Offers.chromium().microphone("m", 1).microphone("n", 2).text(),
            "room",
            List.of(music, microphone("TR_N", "n")),
            List.of(audio("TR_A")));
    assertOneMeaningEach(answer.sdp());
    assertEquals(
        "minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=510000",
        sections(answer.sdp()).getFirst().payloads().getFirst().fmtp());
    assertFalse(answer.sdp().contains("red/"));
  }

  @Test
  void ignoresStartBitratesThatClientsWriteForThemselves() throws SdpException {
    Offers offer =
        Offers.chromium()
            .camera("c", 1, 2)
            .edit(7, "a=rtpmap:96", "a=fmtp:96 x-google-start-bitrate=800\na=rtpmap:96");
    Answer answer =
        connection.answer(offer.text(), "room", List.of(camera("TR_V", "c", "vp8")), List.of());
    assertFalse(answer.sdp().contains("x-google"));
    assertEquals("", up(answer, "TR_V").codecs().getFirst().fmtp());
  }

  @Test
  void rejectsWhatItDoesNotKnow() throws SdpException {
    Answer answer =
        connection.answer(
            Offers.dataOnly()
                .section("image 9 udptl t38", "")
                .section("audio 9 UDP/TLS/RTP/SAVPF 99", "a=sendonly\na=rtpmap:99 speex/8000\n")
                .section("video 0 UDP/TLS/RTP/SAVPF 96", "a=rtpmap:96 VP8/90000\n")
                .application()
                .text(),
            "room",
            List.of(),
            List.of());
    assertEquals(
        java.util.Arrays.asList(SENDRECV, null, null, null, null), directions(answer.sdp()));
    assertTrue(answer.sdp().contains("a=group:BUNDLE 0\r\n"));
    assertTrue(answer.sdp().contains("m=image 0 udptl t38\r\n"));
  }

  @Test
  void followsQuirks() throws SdpException {
    ClientQuirks quirks = new ClientQuirks(false, true, Set.of(Codec.H264), Set.of(Codec.AV1));
    AnsweringConnection odd = new AnsweringConnection(LOCAL, quirks, true, random());
    Answer answer =
        odd.answer(
            Offers.chromium().camera("c", 1, 2).text(),
            "room",
            List.of(camera("TR_V", "c", "h264")),
            List.of(video("TR_1", "video/AV1")));
    assertFalse(answer.sdp().contains("ice-lite"));
    assertEquals(Codec.VP8, answer.upTracks().getFirst().codec());
    assertEquals(List.of("TR_1"), answer.unsupported());
  }

  @Test
  void noticesAnIceRestart() throws SdpException {
    String offer = Offers.chromium().text();
    assertFalse(connection.restartsIce(SessionDescription.parse(offer)));
    connection.answer(offer, "room", List.of(), List.of());
    assertFalse(connection.restartsIce(SessionDescription.parse(offer)));
    String restart = Offers.chromium().ufrag("nEw1").text();
    assertTrue(connection.restartsIce(SessionDescription.parse(restart)));
    IceCredentials fresh = new IceCredentials("srv2", "anotherpasswordanother");
    connection.restartIce(fresh);
    Answer answer = connection.answer(restart, "room", List.of(), List.of());
    assertTrue(answer.iceRestarted());
    assertEquals(fresh, sections(answer.sdp()).getFirst().ice().orElseThrow());
    assertFalse(connection.answer(restart, "room", List.of(), List.of()).iceRestarted());
  }

  @Test
  void refusesOffersItCannotUse() {
    assertRefused(
        Offers.chromium().text().replaceAll("a=fingerprint:[^\r]*\r\n", ""),
        "a=fingerprint is missing in the section with a=mid:0");
    assertRefused(
        Offers.chromium().text().replaceAll("a=ice-ufrag:[^\r]*\r\n", ""),
        "a=ice-ufrag or a=ice-pwd is missing in the section with a=mid:0");
    assertRefused(
        Offers.chromium().text().replace("a=mid:1\r\n", "a=mid:0\r\n"),
        "a=mid \"0\" is used in line 8 already");
    assertRefused("v=0\r\n" + "a=x\r\n".repeat(9_999), "10000 lines, at most 8192 allowed");
    assertRefused("v=0\r\n", "there is no media section");
    assertRefused(
        Offers.chromium().text().replace("a=mid:1\r\n", ""), "a media section has no a=mid");
    assertRefused(Offers.chromium().setup("holdconn").text(), "a=setup:holdconn is not supported");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverHappensTheAnswerMirrorsTheOffer(long seed) throws Exception {
    java.util.Random dice = new java.util.Random(seed);
    AnsweringConnection walked =
        new AnsweringConnection(LOCAL, ClientQuirks.NONE, true, new java.util.Random(seed));
    Offers offer = Offers.chromium();
    int count = 7;
    for (int step = 0; step < 20; step++) {
      switch (dice.nextInt(5)) {
        case 0 -> offer.microphone("m" + count++, 1000 + count);
        case 1 -> offer.simulcastCamera("c" + count++, dice.nextBoolean() ? "q;h;f" : "f;q");
        case 2 -> offer.audio("recvonly", "").video("recvonly", "");
        default -> {
          String[] directions = {"inactive", "sendonly", "recvonly", "sendrecv"};
          offer.direction(dice.nextInt(6), directions[dice.nextInt(4)]);
        }
      }
      List<PendingTrack> tracks =
          List.of(
              microphone("TR_A", "m" + (7 + dice.nextInt(4))),
              camera("TR_V", "c" + (7 + dice.nextInt(4)), dice.nextBoolean() ? "vp8" : "av1"));
      List<WantedTrack> wanted =
          List.of(
              audio("TR_" + dice.nextInt(5)),
              video("TR_v" + dice.nextInt(5), dice.nextBoolean() ? "video/VP8" : "video/H264"));
      assertTheRestoredConnectionAnswersTheSame(walked, offer.text(), tracks, wanted);
      Answer answer = walked.answer(offer.text(), "room", tracks, wanted);
      assertEquals(mids(offer.text()), mids(answer.sdp()));
      assertOneMeaningEach(answer.sdp());
      for (Map.Entry<String, String> entry : answer.midToTrackSid().entrySet()) {
        MediaSection section = sections(answer.sdp()).get(Integer.parseInt(entry.getKey()));
        assertEquals(SENDONLY, section.direction());
        assertEquals(entry.getValue(), section.msid().orElseThrow().track());
      }
    }
  }

  private static void assertTheRestoredConnectionAnswersTheSame(
      AnsweringConnection original,
      String offer,
      List<PendingTrack> tracks,
      List<WantedTrack> wanted)
      throws Exception {
    ObjectMapper cbor = new CBORMapper();
    byte[] bytes = cbor.writeValueAsBytes(original.memo());
    AnsweringConnection.Memo memo = cbor.readValue(bytes, AnsweringConnection.Memo.class);
    assertEquals(original.memo(), memo);
    Answer once =
        AnsweringConnection.restore(original.memo(), ClientQuirks.NONE, random())
            .answer(offer, "room", tracks, wanted);
    Answer twice =
        AnsweringConnection.restore(memo, ClientQuirks.NONE, random())
            .answer(offer, "room", tracks, wanted);
    assertEquals(once, twice);
  }

  /** One payload type means the same in every section of a bundle, or browsers refuse it. */
  private static void assertOneMeaningEach(String sdp) {
    Map<Integer, RtpPayload> meanings = new HashMap<>();
    for (MediaSection section : sections(sdp)) {
      if (!section.isRejected()) {
        for (RtpPayload payload : section.payloads()) {
          RtpPayload known = meanings.putIfAbsent(payload.payloadType(), payload);
          assertTrue(known == null || known.equals(payload), () -> known + " " + payload);
        }
      }
    }
  }

  private void assertRefused(String offer, String message) {
    SdpException e =
        assertThrows(
            SdpException.class, () -> connection.answer(offer, "room", List.of(), List.of()));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static List<String> mids(String sdp) {
    return sections(sdp).stream().map(MediaSection::mid).toList();
  }

  private static UpTrackSpec up(Answer answer, String sid) {
    return answer.upTracks().stream()
        .filter(track -> track.trackSid().equals(sid))
        .findFirst()
        .orElseThrow()
        .spec();
  }

  private static DownTrackSpec down(Answer answer, String sid) {
    return answer.downTracks().stream()
        .filter(track -> track.trackSid().equals(sid))
        .findFirst()
        .orElseThrow()
        .spec();
  }
}
