package akkord.api.signal;

import akkord.proto.JoinRequest;
import akkord.proto.WrappedJoinRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Reads the {@code join_request} parameter (livekit.md 1.5). */
public final class JoinRequestCodec {
  /** Most bytes that a join request may have once inflated. */
  public static final int MAX_SIZE = 1 << 20;

  /** What became of a parameter. */
  public sealed interface Result {}

  /** It holds a join request. */
  public record Decoded(JoinRequest request) implements Result {}

  /** It does not; {@code text} goes to the client with status 400. */
  public record Malformed(String text) implements Result {}

  private JoinRequestCodec() {}

  /**
   * Decodes base64 in either alphabet, padded or not, with a gzipped or bare request inside; never
   * throws on its content.
   */
  public static Result decode(String parameter) {
    if (parameter.isEmpty()) {
      return new Malformed("join_request is required");
    }
    try {
      WrappedJoinRequest wrapped = WrappedJoinRequest.parseFrom(base64(parameter));
      return switch (wrapped.getCompression()) {
        case NONE -> parse(wrapped.getJoinRequest());
        case GZIP -> parse(inflate(wrapped.getJoinRequest()));
        case UNRECOGNIZED ->
            new Malformed("join_request has an unknown compression: use NONE or GZIP");
      };
    } catch (IllegalArgumentException notBase64) {
      return new Malformed("join_request is not base64");
    } catch (InvalidProtocolBufferException notProtobuf) {
      return new Malformed("join_request is not a protobuf message");
    } catch (IOException notGzip) {
      return new Malformed("join_request is not gzip");
    }
  }

  private static Result parse(ByteString bytes) throws InvalidProtocolBufferException {
    return bytes.size() > MAX_SIZE
        ? new Malformed("join_request is larger than " + MAX_SIZE + " bytes")
        : new Decoded(JoinRequest.parseFrom(bytes));
  }

  /** At most one byte more than allowed, so that a bomb costs no memory. */
  private static ByteString inflate(ByteString gzipped) throws IOException {
    try (InputStream in = new GZIPInputStream(gzipped.newInput())) {
      return ByteString.copyFrom(in.readNBytes(MAX_SIZE + 1));
    }
  }

  private static byte[] base64(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    // Swift sends plain base64, whose plus a query turns into a space.
    String standard = text.substring(0, end).replace('-', '+').replace('_', '/').replace(' ', '+');
    return Base64.getDecoder().decode(standard);
  }
}
