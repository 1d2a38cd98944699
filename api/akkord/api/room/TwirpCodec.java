package akkord.api.room;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.util.ByteString;
import akkord.proto.ListRoomsResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Bodies to messages and messages to bodies. JSON is read as protobuf JSON is: names in camelCase
 * or as in the .proto file, int64 as string or number, unknown fields ignored. It is written with
 * the names of the .proto file and with fields that have their default value, as Twirp does.
 */
public final class TwirpCodec {
  /** How a body is written. */
  public enum Format {
    JSON,
    PROTOBUF;

    /** Parameters such as a charset do not matter. */
    static Optional<Format> of(String contentType) {
      int semicolon = contentType.indexOf(';');
      String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
      return switch (type.strip().toLowerCase(Locale.ROOT)) {
        case "application/json" -> Optional.of(JSON);
        case "application/protobuf" -> Optional.of(PROTOBUF);
        default -> Optional.empty();
      };
    }
  }

  private static final int MAX_REASON = 300;
  private static final ContentType BINARY =
      MediaTypes.applicationBinary("protobuf", false).toContentType();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();
  private static final RoomsJson ROOMS = new RoomsJson(TwirpCodec::print);

  private TwirpCodec() {}

  /**
   * Reads a body as a message of the same type as {@code prototype}.
   *
   * @throws TwirpError {@code malformed}, saying why
   */
  public static <M extends Message> M decode(ByteString body, Format format, M prototype) {
    Message.Builder builder = prototype.newBuilderForType();
    try {
      if (format == Format.PROTOBUF) {
        builder.mergeFrom(body.toArrayUnsafe());
      } else {
        String text = body.utf8String();
        JsonShape.check(text, prototype.getDescriptorForType());
        PARSER.merge(text, builder);
      }
    } catch (InvalidProtocolBufferException | JsonShape.Wrong malformed) {
      throw malformed(format, String.valueOf(malformed.getMessage()));
    }
    @SuppressWarnings("unchecked") // a builder makes messages of its own type
    M message = (M) builder.build();
    return message;
  }

  private static TwirpError malformed(Format format, String why) {
    return new TwirpError(
        TwirpError.Code.MALFORMED,
        "the %s request could not be decoded: %s"
            .formatted(
                format == Format.PROTOBUF ? "protobuf" : "json",
                why.substring(0, Math.min(why.length(), MAX_REASON))));
  }

  /** Writes a message as the body of a successful reply. */
  static HttpResponse encode(Message message, Format format) {
    if (format == Format.PROTOBUF) {
      return HttpResponse.create().withEntity(BINARY, message.toByteArray());
    }
    String json = message instanceof ListRoomsResponse list ? ROOMS.print(list) : print(message);
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
  }

  private static String print(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException impossible) {
      // Only messages with google.protobuf.Any can fail to print.
      throw new IllegalStateException(impossible);
    }
  }
}
