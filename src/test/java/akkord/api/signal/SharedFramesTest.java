package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import akka.http.javadsl.model.ws.Message;
import akkord.api.signal.SignalCodec.Format;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantUpdate;
import akkord.proto.SignalResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedFramesTest {
  private final SharedFrames frames = new SharedFrames();

  private static SignalResponse update(String name) {
    return SignalResponse.newBuilder()
        .setUpdate(
            ParticipantUpdate.newBuilder()
                .addParticipants(ParticipantInfo.newBuilder().setName(name)))
        .build();
  }

  private static SignalResponse decode(Message frame) throws InvalidProtocolBufferException {
    return SignalResponse.parseFrom(frame.asBinaryMessage().getStrictData().toArray());
  }

  @Test
  void oneFrameForAll() throws InvalidProtocolBufferException {
    SignalResponse update = update("alice");
    Message frame = frames.encode(update, Format.BINARY);
    assertSame(frame, frames.encode(update, Format.BINARY));
    assertEquals(update, decode(frame));
  }

  @Test
  void eachFormatHasItsOwn() {
    SignalResponse update = update("alice");
    Message binary = frames.encode(update, Format.BINARY);
    Message text = frames.encode(update, Format.TEXT);
    assertSame(binary, frames.encode(update, Format.BINARY));
    assertSame(text, frames.encode(update, Format.TEXT));
  }

  @Test
  void whatIsForOneClientIsNotKept() {
    SignalResponse pong = SignalResponse.newBuilder().setPong(7).build();
    assertNotSame(frames.encode(pong, Format.BINARY), frames.encode(pong, Format.BINARY));
  }

  @Test
  void manyUpdatesNeverMeetTheFrameOfAnother() throws InvalidProtocolBufferException {
    List<SignalResponse> updates = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      updates.add(update("p" + i));
      frames.encode(updates.get(i), Format.BINARY);
    }
    for (SignalResponse update : updates) {
      assertEquals(update, decode(frames.encode(update, Format.BINARY)));
    }
  }
}
