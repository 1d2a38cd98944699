package akkord.fuzz;

import akka.util.ByteString;
import akkord.api.http.QueryString;
import akkord.api.signal.JoinRequestCodec;
import akkord.api.signal.SignalCodec;
import akkord.proto.WrappedJoinRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a client puts into its query and its frames is never fatal. */
class SignalFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void joinRequest(byte[] data) {
    JoinRequestCodec.decode(new String(data, StandardCharsets.ISO_8859_1));
    JoinRequestCodec.decode(Base64.getEncoder().encodeToString(data));
  }

  @FuzzTest(maxDuration = "20s")
  void gzippedJoinRequest(byte[] data) {
    byte[] wrapped =
        WrappedJoinRequest.newBuilder()
            .setCompression(WrappedJoinRequest.Compression.GZIP)
            .setJoinRequest(com.google.protobuf.ByteString.copyFrom(data))
            .build()
            .toByteArray();
    JoinRequestCodec.decode(Base64.getEncoder().encodeToString(wrapped));
  }

  @FuzzTest(maxDuration = "20s")
  void frames(byte[] data) {
    for (SignalCodec.Format format : SignalCodec.Format.values()) {
      SignalCodec.decode(ByteString.fromArray(data), format);
    }
  }

  @FuzzTest(maxDuration = "20s")
  void query(byte[] data) {
    QueryString.parse(new String(data, StandardCharsets.ISO_8859_1));
  }
}
