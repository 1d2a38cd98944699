package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import akkord.proto.MuteTrackRequest;
import akkord.proto.SignalRequest;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InboundTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int LARGEST = 2 << 20;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static Message mute(int size) {
    SignalRequest request =
        SignalRequest.newBuilder()
            .setMute(MuteTrackRequest.newBuilder().setSid("T".repeat(size)))
            .build();
    return BinaryMessage.create(ByteString.fromArray(request.toByteArray()));
  }

  /** How many messages of a client that never stops are let through in about a second. */
  private static int throughIn(long[] seconds, int size) {
    long start = System.nanoTime();
    int count =
        Source.repeat(mute(size))
            .via(Inbound.flow())
            .takeWithin(Duration.ofSeconds(1))
            .runWith(Sink.<Integer, Inbound>fold(0, (n, inbound) -> n + 1), KIT.system())
            .toCompletableFuture()
            .join();
    seconds[0] = 1 + (System.nanoTime() - start) / 1_000_000_000L;
    return count;
  }

  @Test
  void aClientThatFloodsIsReadSlowly() {
    long[] seconds = new long[1];
    int small = throughIn(seconds, 5);
    assertTrue(small <= 4096 + 256 * seconds[0], small + " messages");
    int large = throughIn(seconds, LARGEST - 100);
    assertTrue(large >= 1 && large <= 3 + seconds[0], large + " large messages");
  }

  @Test
  void unknownFieldsAreNotKept() {
    SignalRequest request =
        SignalRequest.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(9999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();
    SignalRequest read =
        SignalCodec.decode(ByteString.fromArray(request.toByteArray()), SignalCodec.Format.BINARY)
            .orElseThrow();
    assertEquals(0, read.getSerializedSize());
  }
}
