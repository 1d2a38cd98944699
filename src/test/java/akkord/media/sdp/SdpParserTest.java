package akkord.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Fingerprint;
import akkord.media.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SdpParserTest {
  static List<String> offers() {
    return List.of(
        Offers.chromium().text(),
        Offers.dataOnly().text(),
        Offers.rtcNode("mic", "cam").text(),
        Offers.chromium().microphone("m", 1).simulcastCamera("c", "q;~h;~f").text(),
        Offers.chromium().camera("c", 7, 8).direction(7, "inactive").text());
  }

  @ParameterizedTest
  @MethodSource("offers")
  void whatIsWrittenReadsTheSame(String text) throws SdpException {
    SessionDescription first = SessionDescription.parse(text);
    SessionDescription second = SessionDescription.parse(first.toText());
    assertEquals(first, second);
    assertEquals(first.toText(), second.toText());
  }

  @Test
  void readsTheFirstOfferOfABrowser() throws SdpException {
    SessionDescription offer = SessionDescription.parse(Offers.chromium().text());
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), offer.bundle());
    assertTrue(offer.extmapAllowMixed());
    assertFalse(offer.iceLite());
    assertEquals(4611731400430051336L, offer.sessionId());
    MediaSection audio = offer.sections().getFirst();
    assertEquals(Optional.of(Kind.AUDIO), audio.kind());
    assertEquals(Direction.RECVONLY, audio.direction());
    assertEquals("cLnt", audio.ice().orElseThrow().ufrag());
    assertEquals(Optional.of(new Fingerprint("sha-256", Offers.FINGERPRINT)), audio.fingerprint());
    assertEquals(Optional.of(Setup.ACTPASS), audio.setup());
    assertEquals(
        new RtpPayload(
            111, "opus", 48000, 2, "minptime=10;useinbandfec=1;stereo=1", List.of("transport-cc")),
        audio.payloads().getFirst());
    assertTrue(audio.extensions().contains(new Extmap(4, "urn:ietf:params:rtp-hdrext:sdes:mid")));
    MediaSection data = offer.sections().getLast();
    assertTrue(data.isDataChannel());
    assertEquals(5000, data.sctpPort());
    assertEquals(262144, data.maxMessageSize());
  }

  @Test
  void readsSimulcastWithPausedStreams() throws SdpException {
    MediaSection section =
        SessionDescription.parse(Offers.empty().simulcastCamera("c", "q;~h;~f").text())
            .sections()
            .getFirst();
    assertEquals(
        List.of(
            new Simulcast.Stream("q", false),
            new Simulcast.Stream("h", true),
            new Simulcast.Stream("f", true)),
        section.simulcast().orElseThrow().send());
    assertEquals(new Rid("q", true, ""), section.rids().getFirst());
    assertEquals(new Msid("stream", "c"), section.msid().orElseThrow());
  }

  @Test
  void sectionsInheritFromTheSession() throws SdpException {
    String text =
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=ice-ufrag:abcd\r\n"
            + "a=ice-pwd:0123456789012345678901\r\na=setup:active\r\na=sendonly\r\n"
            + "a=fingerprint:SHA-256 "
            + Offers.FINGERPRINT.toLowerCase(java.util.Locale.ROOT)
            + "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0 111\r\na=rtcp-fb:* nack\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=setup:passive\r\na=recvonly\r\n";
    List<MediaSection> sections = SessionDescription.parse(text).sections();
    assertEquals("abcd", sections.get(0).ice().orElseThrow().ufrag());
    assertEquals(
        new Fingerprint("sha-256", Offers.FINGERPRINT),
        sections.get(1).fingerprint().orElseThrow());
    assertEquals(Setup.ACTIVE, sections.get(0).setup().orElseThrow());
    assertEquals(Setup.PASSIVE, sections.get(1).setup().orElseThrow());
    assertEquals(Direction.SENDONLY, sections.get(0).direction());
    assertEquals(Direction.RECVONLY, sections.get(1).direction());
    RtpPayload pcmu = sections.get(0).payloads().getFirst();
    assertEquals(new RtpPayload(0, "PCMU", 8000, 1, "", List.of("nack")), pcmu);
  }

  @Test
  void bundleOnlyIsNotRejected() throws SdpException {
    String text = "v=0\nm=audio 0 UDP/TLS/RTP/SAVPF 0\na=bundle-only\nm=audio 0 RTP/AVP 0\n";
    List<MediaSection> sections = SessionDescription.parse(text).sections();
    assertFalse(sections.get(0).isRejected());
    assertTrue(sections.get(1).isRejected());
  }

  @Test
  void ofSeveralFingerprintsSha256Counts() throws SdpException {
    String sha1 = "a=fingerprint:sha-1 " + Offers.FINGERPRINT.substring(0, 59) + "\n";
    String sha256 = "a=fingerprint:sha-256 " + Offers.FINGERPRINT + "\n";
    String section = "v=0\nm=audio 9 RTP/SAVPF 0\n";
    for (String text : List.of(section + sha1 + sha256, section + sha256 + sha1)) {
      MediaSection parsed = SessionDescription.parse(text).sections().getFirst();
      assertEquals("sha-256", parsed.fingerprint().orElseThrow().algorithm());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m=audio|line 2: m= needs a medium, a port, a protocol and formats",
        "m=audio x RTP/SAVPF 0|line 2: m= has no port between 0 and 65535",
        "m=audio 70000 RTP/SAVPF 0|line 2: m= has no port between 0 and 65535",
        "m=audio 9 RTP/SAVPF 128|line 2: not a payload type: \"128\"",
        "m=audio 9 RTP/SAVPF opus|line 2: not a payload type: \"opus\"",
        "o=- x y IN IP4 1.2.3.4|line 2: o= needs a user, a session id and a version",
        "nonsense|line 2: not of the form <letter>=<value>: \"nonsense\"",
        "a=setup:both|line 2: a=setup with an unknown role: \"both\"",
        "a=fingerprint:sha-256 AB:CD|line 2: a=fingerprint sha-256 needs 32 hexadecimal bytes with"
            + " colons",
        "a=fingerprint:md4 AB|line 2: a=fingerprint with an unknown hash: \"md4 AB\"",
        "a=ice-ufrag:abc|line 2: a=ice-ufrag must have 4 to 256 characters",
        "a=ice-pwd:secret|line 2: a=ice-pwd must have 22 to 256 characters",
        "a=rtpmap:96|line 2: not a payload type: \"\"",
        "a=rtpmap:96 VP8|line 2: a=rtpmap needs an encoding name and a clock rate",
        "a=rtpmap:96 opus/48000/x|line 2: a=rtpmap with a wrong number of channels",
        "a=rtcp-fb:96|line 2: a=rtcp-fb needs a payload type and a kind of feedback",
        "a=extmap:x uri|line 2: a=extmap needs an id and a URI",
        "a=ssrc:4294967296 cname:x|line 2: not an SSRC: \"4294967296\"",
        "a=ssrc-group:FID|line 2: a=ssrc-group without an SSRC",
        "a=rid:q|line 2: a=rid needs an id and a direction",
        "a=simulcast:q;h|line 2: a=simulcast needs a direction before each list",
        "a=sctp-port:99999|line 2: a=sctp-port is no number from 0 to 65535",
        "a=mid:|line 2: a=mid must be a token of 1 to 64 characters",
      })
  void saysWhatIsWrongAndWhere(String line, String message) {
    SdpException e =
        assertThrows(SdpException.class, () -> SessionDescription.parse("v=0\r\n" + line));
    assertEquals(message, e.getMessage());
    assertEquals(2, e.line());
  }

  @Test
  void refusesWhatIsNoDescription() {
    assertFails("", "the description is empty");
    assertFails("\r\n\r\n", "the description is empty");
    assertFails("hello", "line 1: not of the form <letter>=<value>: \"hello\"");
    assertFails("s=-\r\n", "line 1: a description begins with v=0");
    assertFails("v=0\na=x\u0001\r\n", "line 2: control character in \"a=x?\"");
  }

  @Test
  void refusesTwoSectionsWithOneMid() {
    assertFails(
        "v=0\nm=audio 9 RTP/SAVPF 0\na=mid:7\nm=video 9 RTP/SAVPF 96\na=mid:7\n",
        "line 4: a=mid \"7\" is used in line 2 already");
  }

  @Test
  void refusesTenThousandLines() {
    assertFails(
        "v=0\r\n" + "a=x\r\n".repeat(9_999),
        "the description has 10000 lines, at most 8192 allowed");
  }

  @Test
  void refusesAQuarterOfAMegabyte() {
    assertFails(
        "v=0\r\na=" + "x".repeat(262_144),
        "the description has 262151 characters, at most 262144 allowed");
  }

  @Test
  void refusesTooManySections() {
    assertFails(
        "v=0\r\n" + "m=audio 9 RTP/SAVPF 0\r\n".repeat(513),
        "line 514: more than 512 media sections");
  }

  @Test
  void neverQuotesAPassword() {
    SdpException e =
        assertThrows(
            SdpException.class, () -> SessionDescription.parse("v=0\na=ice-pwd:tooshort\n"));
    assertFalse(e.getMessage().contains("tooshort"));
  }

  private static void assertFails(String text, String message) {
    SdpException e = assertThrows(SdpException.class, () -> SessionDescription.parse(text));
    assertEquals(message, e.getMessage());
  }
}
