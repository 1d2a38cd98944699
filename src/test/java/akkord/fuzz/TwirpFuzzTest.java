package akkord.fuzz;

import akka.util.ByteString;
import akkord.api.room.TwirpCodec;
import akkord.api.room.TwirpError;
import akkord.proto.CreateRoomRequest;
import akkord.proto.UpdateParticipantRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** A body is a request or malformed, and nothing else happens. */
class TwirpFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void bodies(byte[] data) {
    for (TwirpCodec.Format format : TwirpCodec.Format.values()) {
      try {
        TwirpCodec.decode(
            ByteString.fromArray(data), format, CreateRoomRequest.getDefaultInstance());
        TwirpCodec.decode(
            ByteString.fromArray(data), format, UpdateParticipantRequest.getDefaultInstance());
      } catch (TwirpError malformed) {
        if (malformed.code() != TwirpError.Code.MALFORMED) {
          throw malformed;
        }
      }
    }
  }
}
