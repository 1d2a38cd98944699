package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.JoinOptions;
import akkord.api.auth.Claims;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import akkord.api.http.QueryString;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.SessionDescription;
import akkord.proto.TrackSource;
import akkord.proto.WrappedJoinRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinValidationTest {
  private static final String CHROME =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.1.2"
          + " Safari/537.36";

  private final JoinValidation validation = new JoinValidation(SignalSettings.defaults());

  private static Claims claims(String identity, Optional<VideoGrant> grant) {
    return new Claims(
        "devkey",
        identity,
        "Alice",
        "",
        List.of(),
        "from token",
        Map.of("a", "1", "b", "2"),
        grant,
        false,
        false,
        false,
        false,
        false,
        "",
        "",
        "",
        0,
        0);
  }

  private static VideoGrant grant(
      boolean join, String room, boolean publish, boolean updateMetadata, boolean create) {
    return new VideoGrant(
        create,
        false,
        false,
        false,
        join,
        room,
        publish,
        true,
        publish,
        List.of(),
        updateMetadata,
        false,
        false,
        false,
        false,
        false,
        false,
        "");
  }

  private Admission check(Claims claims, String query, boolean v1, boolean probe) {
    return validation.check(
        new JoinValidation.Attempt(
            new Verification.Valid(claims),
            QueryString.parse(query),
            CHROME,
            "10.0.0.1",
            v1,
            probe));
  }

  private static String wrap(JoinRequest request) {
    byte[] wrapped =
        WrappedJoinRequest.newBuilder()
            .setJoinRequest(request.toByteString())
            .build()
            .toByteArray();
    return "join_request=" + Base64.getUrlEncoder().encodeToString(wrapped);
  }

  private static String attributes(String json) {
    return "attributes="
        + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String refusal(Admission admission) {
    Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admission);
    return refused.status() + " " + refused.text();
  }

  private static JoinOptions options(Admission admission) {
    return assertInstanceOf(Admission.Admitted.class, admission).options();
  }

  private JoinOptions admitted(String query, boolean v1) {
    Claims claims = claims("alice", Optional.of(grant(true, "r", true, true, false)));
    return options(check(claims, query, v1, false));
  }

  @Test
  void aJoinRequestAnnouncesFewTracks() {
    JoinRequest.Builder join = JoinRequest.newBuilder();
    for (int i = 0; i < 65; i++) {
      join.addAddTrackRequests(AddTrackRequest.getDefaultInstance());
    }
    Claims claims = claims("alice", Optional.of(grant(true, "r", true, true, false)));
    assertEquals(
        "400 join_request announces too many tracks",
        refusal(check(claims, wrap(join.build()), true, false)));
    assertEquals(
        64, admitted(wrap(join.removeAddTrackRequests(0).build()), true).addTracks().size());
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, alice, r, true, '', 401 permissions denied",
    "true, false, alice, r, true, '', 401 permissions denied",
    "true, true, '', r, true, '', 400 identity cannot be empty",
    "true, true, alice, '', true, '', 400 no room name",
    "true, true, alice, r, false, publish=cam, 401 permissions denied",
  })
  void refusedBeforeAnythingElse(
      boolean video,
      boolean join,
      String identity,
      String room,
      boolean publish,
      String query,
      String expected) {
    Optional<VideoGrant> grant =
        video ? Optional.of(grant(join, room, publish, false, false)) : Optional.empty();
    assertEquals(expected, refusal(check(claims(identity, grant), query, true, false)));
    assertEquals(expected, refusal(check(claims(identity, grant), query, false, true)));
  }

  @Test
  void noTokenOrABadOne() {
    QueryString query = QueryString.parse("");
    assertEquals(
        "401 permissions denied",
        refusal(
            validation.check(
                new JoinValidation.Attempt(new Verification.None(), query, "", "", false, false))));
    assertEquals(
        "401 why",
        refusal(
            validation.check(
                new JoinValidation.Attempt(
                    new Verification.Invalid("why"), query, "", "", false, false))));
  }

  @Test
  void lengthsAreCountedInBytes() {
    String long256 = "ä".repeat(128);
    Optional<VideoGrant> fits = Optional.of(grant(true, long256, true, false, false));
    options(check(claims(long256, fits), "", false, false));
    assertTrue(refusal(check(claims(long256 + "x", fits), "", false, false)).startsWith("400 "));
    Optional<VideoGrant> tooLong = Optional.of(grant(true, long256 + "x", true, false, false));
    assertTrue(refusal(check(claims("a", tooLong), "", false, false)).startsWith("400 room name"));
  }

  @Test
  void ownMetadataAndAttributesNeedAGrant() {
    Claims claims = claims("alice", Optional.of(grant(true, "r", true, false, false)));
    String metadata = wrap(JoinRequest.newBuilder().setMetadata("mine").build());
    String own = wrap(JoinRequest.newBuilder().putParticipantAttributes("a", "9").build());
    for (String query : List.of(metadata, own)) {
      assertEquals("401 permissions denied", refusal(check(claims, query, true, false)));
    }
    assertEquals(
        "401 permissions denied",
        refusal(check(claims, attributes("{\"a\":\"9\"}"), false, false)));
  }

  @Test
  void ownAttributesJoinThoseOfTheTokenButNeverDelete() {
    JoinRequest request =
        JoinRequest.newBuilder()
            .setMetadata("mine")
            .putParticipantAttributes("a", "")
            .putParticipantAttributes("b", "9")
            .putParticipantAttributes("c", "3")
            .build();
    JoinOptions options = admitted(wrap(request), true);
    assertEquals("mine", options.metadata());
    assertEquals(Map.of("a", "1", "b", "9", "c", "3"), options.attributes());
    assertEquals(
        Map.of("a", "1", "b", "8"), admitted(attributes("{\"b\":\"8\"}"), false).attributes());
    assertEquals("from token", admitted("", false).metadata());
  }

  @Test
  void malformedAttributesAreRefusedByTheProbeOnly() {
    Claims claims = claims("alice", Optional.of(grant(true, "r", true, true, false)));
    for (String bad : List.of("attributes=!!", attributes("[1]"), attributes("{\"a\":{}}"))) {
      assertTrue(refusal(check(claims, bad, false, true)).startsWith("400 "), bad);
      assertEquals(
          Map.of("a", "1", "b", "2"), options(check(claims, bad, false, false)).attributes(), bad);
    }
    assertEquals(
        Map.of("a", "1", "b", "2"),
        options(check(claims, attributes("{\"c\":null}"), false, false)).attributes());
  }

  @Test
  void publishOnlyJoin() {
    JoinOptions options = admitted("publish=cam", false);
    assertEquals("alice#cam", options.identity());
    assertFalse(options.permission().getCanSubscribe());
    assertTrue(options.permission().getCanPublish());
  }

  @Test
  void oldPathDefaults() {
    JoinOptions options =
        admitted(
            "access_token=x&&protocol=9&sdk=js&version=1.9.7&capabilities=CAP_PACKET_TRAILER,X",
            false);
    assertTrue(options.autoSubscribe());
    assertFalse(options.autoSubscribeDataTracks());
    assertFalse(options.adaptiveStream() || options.singlePeerConnection());
    assertEquals(9, options.protocol());
    ClientInfo client = options.client();
    assertEquals(ClientInfo.SDK.JS, client.getSdk());
    assertEquals("1.9.7", client.getVersion());
    assertEquals(List.of(ClientInfo.Capability.CAP_PACKET_TRAILER), client.getCapabilitiesList());
    assertEquals("Chrome 140.0.1.2", client.getBrowser() + " " + client.getBrowserVersion());
    assertEquals("Linux 10.0.0.1", client.getOs() + " " + client.getAddress());
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "true,true", "false,false", "yes,false", "'',true"})
  void autoSubscribeInTheQuery(String value, boolean expected) {
    assertEquals(expected, admitted("auto_subscribe=" + value, false).autoSubscribe());
  }

  @Test
  void dataTracksAreSubscribedToOnRequestOnly() {
    assertTrue(admitted("auto_subscribe_data_track=1", false).autoSubscribeDataTracks());
    JoinRequest.Builder request = JoinRequest.newBuilder().setParticipantSid("PA_1");
    assertFalse(admitted(wrap(request.build()), true).autoSubscribeDataTracks());
    request.getConnectionSettingsBuilder().setAutoSubscribeDataTrack(true);
    assertTrue(admitted(wrap(request.build()), true).autoSubscribeDataTracks());
  }

  @Test
  void nativeSdksSpeakForThemselves() {
    ClientInfo client = admitted("sdk=go&protocol=17", false).client();
    assertEquals(ClientInfo.SDK.GO, client.getSdk());
    assertEquals("", client.getBrowser());
    assertEquals(ClientInfo.SDK.SWIFT, admitted("sdk=ios", false).client().getSdk());
    assertEquals(ClientInfo.SDK.UNKNOWN, admitted("sdk=basic", false).client().getSdk());
  }

  @Test
  void joinRequestSelectsOnePeerConnectionOnBothPaths() {
    SessionDescription offer = SessionDescription.newBuilder().setType("offer").setId(1).build();
    JoinRequest request =
        JoinRequest.newBuilder()
            .setClientInfo(ClientInfo.newBuilder().setProtocol(17).setBrowser("Own"))
            .setConnectionSettings(ConnectionSettings.newBuilder().setAdaptiveStream(true))
            .setPublisherOffer(offer)
            .addAddTrackRequests(AddTrackRequest.newBuilder().setCid("c"))
            .build();
    for (boolean v1 : new boolean[] {true, false}) {
      JoinOptions options = admitted(wrap(request), v1);
      assertTrue(options.singlePeerConnection() && options.adaptiveStream());
      assertFalse(options.autoSubscribe());
      assertEquals(Optional.of(offer), options.publisherOffer());
      assertEquals("c", options.addTracks().getFirst().getCid());
      assertEquals("Own", options.client().getBrowser());
    }
    String bare = wrap(JoinRequest.newBuilder().setParticipantSid("PA_1").build());
    assertTrue(admitted(bare, true).publisherOffer().isEmpty());
  }

  @Test
  void reconnectInQueryOrJoinRequest() {
    Claims claims = claims("alice", Optional.of(grant(true, "r", true, true, false)));
    String inside =
        wrap(JoinRequest.newBuilder().setReconnect(true).setParticipantSid("PA_1").build());
    for (String query : List.of("reconnect=1&sid=PA_1", "reconnect=true&sid=PA_1", inside)) {
      Admission.Admitted admitted =
          assertInstanceOf(Admission.Admitted.class, check(claims, query, false, false));
      assertEquals(Optional.of("PA_1"), admitted.resumes(), query);
    }
  }

  @Test
  void roomMayBeCreatedBySettingOrGrant() {
    SignalSettings closed =
        new SignalSettings(
            false,
            256,
            256,
            2 << 20,
            SignalSettings.JOIN_TIMEOUTS,
            1000,
            8 << 20,
            Duration.ofSeconds(9));
    JoinValidation strict = new JoinValidation(closed);
    for (boolean create : new boolean[] {true, false}) {
      Claims claims = claims("alice", Optional.of(grant(true, "r", true, false, create)));
      Admission admission =
          strict.check(
              new JoinValidation.Attempt(
                  new Verification.Valid(claims), QueryString.parse(""), "", "", false, false));
      assertEquals(create, options(admission).mayCreateRoom());
    }
    assertTrue(admitted("", false).mayCreateRoom());
  }

  @Test
  void kindSourcesAndRoomConfiguration() {
    VideoGrant grant =
        new VideoGrant(
            false,
            false,
            false,
            false,
            true,
            "r",
            true,
            true,
            true,
            List.of("camera", "x"),
            false,
            false,
            true,
            true,
            true,
            false,
            false,
            "");
    Claims claims =
        new Claims(
            "devkey",
            "bot",
            "",
            "agent",
            List.of("forwarded", "unrecognized", "new"),
            "",
            Map.of(),
            Optional.of(grant),
            false,
            false,
            false,
            false,
            false,
            "{\"name\":\"c\",\"emptyTimeout\":7,\"new\":1}",
            "preset",
            "",
            0,
            0);
    JoinOptions options = options(check(claims, "", false, false));
    assertEquals(ParticipantInfo.Kind.AGENT, options.kind());
    assertEquals(List.of(ParticipantInfo.KindDetail.FORWARDED), options.kindDetails());
    assertEquals(
        List.of(TrackSource.CAMERA, TrackSource.UNKNOWN),
        options.permission().getCanPublishSourcesList());
    assertTrue(options.permission().getHidden());
    assertEquals(7, options.roomConfig().orElseThrow().getEmptyTimeout());
    assertEquals("preset", options.roomPreset());
  }
}
