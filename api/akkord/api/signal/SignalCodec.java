package akkord.api.signal;

import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.util.ByteString;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;

/** Frames to requests and responses to frames (row W-03). */
public final class SignalCodec {
  /** How a frame is written. */
  public enum Format {
    /** Protobuf in a binary frame. */
    BINARY,
    /** Protobuf JSON in a text frame. */
    TEXT
  }

  // Whoever keeps a request would keep its unknown fields too, up to two megabytes of them.
  private static final Parser<SignalRequest> BINARY_PARSER =
      DiscardUnknownFieldsParser.wrap(SignalRequest.parser());
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private SignalCodec() {}

  /**
   * Reads a frame; empty if it is not what its format says. Messages unknown to us come out with no
   * case set.
   */
  public static Optional<SignalRequest> decode(ByteString frame, Format format) {
    try {
      if (format == Format.BINARY) {
        return Optional.of(BINARY_PARSER.parseFrom(frame.toArrayUnsafe()));
      }
      SignalRequest.Builder request = SignalRequest.newBuilder();
      PARSER.merge(frame.utf8String(), request);
      return Optional.of(request.build());
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  /** Writes a response as one frame. */
  public static Message encode(SignalResponse response, Format format) {
    if (format == Format.BINARY) {
      return BinaryMessage.create(ByteString.fromArrayUnsafe(response.toByteArray()));
    }
    try {
      return TextMessage.create(PRINTER.print(response));
    } catch (InvalidProtocolBufferException impossible) {
      // Only messages with google.protobuf.Any can fail to print.
      throw new IllegalStateException(impossible);
    }
  }
}
