package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.MuteTrackRequest;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse;
import akkord.proto.TrackSubscribed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientLinkTest {
  private final TestInbox<SignalResponse> client = TestInbox.create();
  private final TestInbox<JoinReply> replies = TestInbox.create();

  private ClientLink link(ClientInfo.SDK sdk, String version, int protocol) {
    ClientInfo info =
        ClientInfo.newBuilder().setSdk(sdk).setVersion(version).setProtocol(protocol).build();
    return new ClientLink(
        new SignalPort(
            client.getRef(), TestInbox.<ParticipantMemo>create().getRef(), replies.getRef()),
        info);
  }

  private static SignalResponse.Builder mute(String sid) {
    return SignalResponse.newBuilder().setMute(MuteTrackRequest.newBuilder().setSid(sid));
  }

  @ParameterizedTest
  @CsvSource({
    // sdk, version, protocol, reconnect, track_subscribed, refusal, success
    "JS,1.3.3,8,false,false,false,false",
    "JS,1.6.3,9,true,false,false,false",
    "JS,1.6.9,9,true,true,true,false",
    "JS,2.0.10,12,true,true,true,false",
    "JS,2.0.0-dev1,15,true,true,true,true",
    "JS,2.23.0,17,true,true,true,true",
    "RUST,0.2.0,9,true,false,false,false",
    "RUST,0.3.0,10,true,true,true,false",
    "ANDROID,2.27.0,13,true,true,true,false",
    "SWIFT,2.16.0,16,true,true,true,true",
    "UNKNOWN,'',2,false,true,true,false",
  })
  void saysOnlyWhatAClientKnows(
      ClientInfo.SDK sdk,
      String version,
      int protocol,
      boolean reconnect,
      boolean trackSubscribed,
      boolean refusal,
      boolean success) {
    ClientLink link = link(sdk, version, protocol);
    assertEquals(reconnect, link.knowsReconnect());
    link.send(SignalResponse.newBuilder().setTrackSubscribed(TrackSubscribed.getDefaultInstance()));
    assertEquals(trackSubscribed, !client.getAllReceived().isEmpty());
    link.respond(RequestResponse.newBuilder().setReason(RequestResponse.Reason.NOT_FOUND));
    assertEquals(refusal, !client.getAllReceived().isEmpty());
    link.respond(RequestResponse.newBuilder().setReason(RequestResponse.Reason.OK));
    assertEquals(success, !client.getAllReceived().isEmpty());
  }

  @Test
  void whatIsSaidToNobodyWaitsForTheNextSocket() {
    ClientLink link = link(ClientInfo.SDK.JS, "2.23.0", 17);
    link.lost();
    link.send(mute("TR_1"));
    assertEquals(List.of(), client.getAllReceived());
    TestInbox<SignalResponse> next = TestInbox.create();
    link.moveTo(new SignalPort(next.getRef(), link.port().memory(), replies.getRef()));
    link.send(mute("TR_2"));
    link.catchUp();
    assertEquals(List.of(mute("TR_2").build(), mute("TR_1").build()), next.getAllReceived());
    assertEquals(List.of(), replies.getAllReceived(), "the former was gone already");
  }

  @Test
  void aFormerSocketIsClosed() {
    ClientLink link = link(ClientInfo.SDK.JS, "2.23.0", 17);
    link.moveTo(link.port());
    assertEquals(List.of(new JoinReply.Released()), replies.getAllReceived());
  }

  @ParameterizedTest
  @CsvSource({
    "12,DISCONNECT,DISCONNECT,false",
    "12,RECONNECT,DISCONNECT,true",
    "13,DISCONNECT,DISCONNECT,false",
    "13,RESUME,RESUME,false",
    "13,RECONNECT,RECONNECT,false",
  })
  void leavesInTheWordsOfItsProtocol(int protocol, Action action, Action said, boolean reconnect) {
    link(ClientInfo.SDK.JS, "2.1.0", protocol).leave(DisconnectReason.STATE_MISMATCH, action);
    var leave = client.receiveMessage().getLeave();
    assertEquals(said, leave.getAction());
    assertEquals(reconnect, leave.getCanReconnect());
  }

  @Test
  void anOldClientIsToldToResumeByTheEndOfItsSocket() {
    link(ClientInfo.SDK.JS, "2.0.10", 12).leave(DisconnectReason.CONNECTION_TIMEOUT, Action.RESUME);
    assertEquals(List.of(), client.getAllReceived());
    assertEquals(List.of(new JoinReply.Released()), replies.getAllReceived());
  }
}
