package akkord.api.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import akkord.api.room.TwirpCodec.Format;
import akkord.proto.CreateRoomRequest;
import akkord.proto.DataPacket;
import akkord.proto.ListRoomsRequest;
import akkord.proto.ListRoomsResponse;
import akkord.proto.MuteRoomTrackRequest;
import akkord.proto.Room;
import akkord.proto.RoomParticipantIdentity;
import akkord.proto.SendDataRequest;
import akkord.proto.UpdateParticipantRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwirpCodecTest {
  private static <M extends Message> M json(String text, M prototype) {
    return TwirpCodec.decode(ByteString.fromString(text), Format.JSON, prototype);
  }

  private static String body(HttpResponse response) {
    return ((HttpEntity.Strict) response.entity()).getData().utf8String();
  }

  @Test
  void readsNamesInEitherCaseAndIgnoresUnknownOnes() {
    CreateRoomRequest expected =
        CreateRoomRequest.newBuilder().setName("a").setEmptyTimeout(10).build();
    assertEquals(
        expected, json("{\"name\":\"a\",\"emptyTimeout\":10,\"later\":{\"x\":[1]}}", expected));
    assertEquals(expected, json("{\"name\":\"a\",\"empty_timeout\":\"10\"}", expected));
    assertEquals(expected, json("{\"name\":\"a\",\"empty_timeout\":10,\"agents\":null}", expected));
  }

  @Test
  void readsInt64BytesEnumsListsAndMaps() {
    RoomParticipantIdentity who = RoomParticipantIdentity.getDefaultInstance();
    assertEquals(
        5_000_000_000L, json("{\"revokeTokenTs\":\"5000000000\"}", who).getRevokeTokenTs());
    assertEquals(7, json("{\"revoke_token_ts\":7}", who).getRevokeTokenTs());
    SendDataRequest data =
        json(
            "{\"data\":\"aGk=\",\"kind\":\"LOSSY\",\"destinationIdentities\":[\"x\"]}",
            SendDataRequest.getDefaultInstance());
    assertEquals("hi", data.getData().toStringUtf8());
    assertEquals(DataPacket.Kind.LOSSY, data.getKind());
    assertEquals("x", data.getDestinationIdentities(0));
    assertEquals(
        Map.of("a", "b"),
        json("{\"attributes\":{\"a\":\"b\"}}", UpdateParticipantRequest.getDefaultInstance())
            .getAttributesMap());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "5",
        "{",
        "{\"name\":",
        "{\"name\":5}",
        "{\"name\":{}}",
        "{\"name\":[\"a\"]}",
        "{\"name\":true}",
        "{\"emptyTimeout\":\"x\"}",
        "{\"emptyTimeout\":-1}",
        "{\"emptyTimeout\":true}",
        "{\"syncStreams\":\"true\"}",
        "{\"syncStreams\":1}",
        "{\"agents\":{}}",
        "{\"egress\":\"x\"}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{} x"
      })
  void refusesWhatIsNoRequest(String text) {
    TwirpError error =
        assertThrows(
            TwirpError.class, () -> json(text, CreateRoomRequest.getDefaultInstance()), text);
    assertEquals(TwirpError.Code.MALFORMED, error.code());
    assertTrue(error.getMessage().startsWith("the json request could not be decoded: "));
    assertTrue(error.getMessage().length() < 400);
  }

  @Test
  void saysWhichValueIsWrong() {
    MuteRoomTrackRequest mute = MuteRoomTrackRequest.getDefaultInstance();
    assertEquals(
        "the json request could not be decoded: muted must be true or false",
        assertThrows(TwirpError.class, () -> json("{\"muted\":\"yes\"}", mute)).getMessage());
    ListRoomsRequest list = ListRoomsRequest.getDefaultInstance();
    assertEquals(
        "the json request could not be decoded: names must be a string",
        assertThrows(TwirpError.class, () -> json("{\"names\":[1]}", list)).getMessage());
  }

  @Test
  void deepNestingIsMalformedToo() {
    String deep = "[".repeat(100_000);
    assertThrows(TwirpError.class, () -> json(deep, Room.getDefaultInstance()));
    assertThrows(
        TwirpError.class, () -> json("{\"later\":" + deep, CreateRoomRequest.getDefaultInstance()));
  }

  @Test
  void refusesGarbageAsProtobuf() {
    TwirpError error =
        assertThrows(
            TwirpError.class,
            () ->
                TwirpCodec.decode(
                    ByteString.fromArray(new byte[] {(byte) 0xff, 1, 2, 3}),
                    Format.PROTOBUF,
                    Room.getDefaultInstance()));
    assertEquals(TwirpError.Code.MALFORMED, error.code());
  }

  @Test
  void writesJsonWithDefaultsUnderTheNamesOfTheProto() {
    HttpResponse response =
        TwirpCodec.encode(Room.newBuilder().setCreationTime(5).build(), Format.JSON);
    assertEquals("application/json", response.entity().getContentType().toString());
    String text = body(response);
    assertTrue(text.contains("\"creation_time\":\"5\""), text);
    assertTrue(text.contains("\"num_participants\":0"), text);
    assertTrue(text.contains("\"metadata\":\"\""), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void listsOfRoomsAreWrittenLikeAnyMessage(int rooms) throws InvalidProtocolBufferException {
    ListRoomsResponse.Builder list = ListRoomsResponse.newBuilder();
    for (int i = 0; i < rooms; i++) {
      list.addRooms(Room.newBuilder().setName("ü\"" + i).setNumParticipants(i));
    }
    String whole =
        JsonFormat.printer()
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace()
            .print(list);
    assertEquals(whole, body(TwirpCodec.encode(list.build(), Format.JSON)));
  }

  @Test
  void roomsArePrintedAnewWhenTheyChange() {
    Room room = Room.newBuilder().setName("a").build();
    Room changed = room.toBuilder().setNumParticipants(1).build();
    List<Room> printed = new ArrayList<>();
    RoomsJson json =
        new RoomsJson(
            one -> {
              printed.add(one);
              return "" + one.getNumParticipants();
            });
    ListRoomsResponse before = ListRoomsResponse.newBuilder().addRooms(room).build();
    ListRoomsResponse after = ListRoomsResponse.newBuilder().addRooms(changed).build();
    assertEquals("{\"rooms\":[0]}", json.print(before));
    assertEquals("{\"rooms\":[0]}", json.print(before));
    assertEquals("{\"rooms\":[1]}", json.print(after));
    assertEquals(List.of(room, changed), printed);
  }

  @Test
  void protobufIsTheMessageItself() {
    Room room = Room.newBuilder().setName("ü").build();
    HttpResponse response = TwirpCodec.encode(room, Format.PROTOBUF);
    assertEquals("application/protobuf", response.entity().getContentType().toString());
    assertEquals(
        room,
        TwirpCodec.decode(
            ((HttpEntity.Strict) response.entity()).getData(),
            Format.PROTOBUF,
            Room.getDefaultInstance()));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,JSON",
    "application/json;charset=UTF-8,JSON",
    "Application/JSON ; x=y,JSON",
    "application/protobuf,PROTOBUF",
    "text/plain,",
    "application/x-www-form-urlencoded,"
  })
  void knowsFormatsByTheirMediaType(String contentType, Format expected) {
    assertEquals(Optional.ofNullable(expected), Format.of(contentType));
  }

  @Test
  void errorsHaveTwirpsForm() {
    HttpResponse response = TwirpError.invalid("name", "too \"long\"").response();
    assertEquals(400, response.status().intValue());
    assertEquals("application/json", response.entity().getContentType().toString());
    assertEquals(
        "{\"code\":\"invalid_argument\",\"msg\":\"too"
            + " \\\"long\\\"\",\"meta\":{\"argument\":\"name\"}}",
        body(response));
  }
}
