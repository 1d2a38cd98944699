package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.proto.JoinRequest;
import akkord.proto.WrappedJoinRequest;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class JoinRequestCodecTest {
  // A name that needs both special letters of the alphabet and padding in base64.
  private static final JoinRequest REQUEST =
      JoinRequest.newBuilder().setMetadata("??>>??>>ÿÿ~~~").setReconnect(true).build();

  private static byte[] wrap(byte[] inner, WrappedJoinRequest.Compression compression) {
    return WrappedJoinRequest.newBuilder()
        .setCompression(compression)
        .setJoinRequest(ByteString.copyFrom(inner))
        .build()
        .toByteArray();
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toByteArray();
  }

  private static String text(String parameter) {
    return assertInstanceOf(JoinRequestCodec.Malformed.class, JoinRequestCodec.decode(parameter))
        .text();
  }

  private static String url(byte[] bytes) {
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  @Test
  void bothAlphabetsPaddedOrNotPlainOrGzipped() {
    byte[] plain = wrap(REQUEST.toByteArray(), WrappedJoinRequest.Compression.NONE);
    byte[] zipped = wrap(gzip(REQUEST.toByteArray()), WrappedJoinRequest.Compression.GZIP);
    for (byte[] bytes : List.of(plain, zipped)) {
      String standard = Base64.getEncoder().encodeToString(bytes);
      for (String form :
          List.of(
              standard,
              standard.replace('+', ' '),
              url(bytes),
              Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
        assertEquals(new JoinRequestCodec.Decoded(REQUEST), JoinRequestCodec.decode(form), form);
      }
    }
  }

  @Test
  void missingOrMalformed() {
    assertEquals("join_request is required", text(""));
    assertEquals("join_request is not base64", text("!!!"));
    assertEquals("join_request is not base64", text("a"));
    assertEquals("join_request is not a protobuf message", text(url(new byte[] {-1, -1, -1})));
    byte[] noGzip = wrap(new byte[] {1, 2, 3}, WrappedJoinRequest.Compression.GZIP);
    assertEquals("join_request is not gzip", text(url(noGzip)));
    byte[] cut = gzip(REQUEST.toByteArray());
    byte[] short1 =
        wrap(java.util.Arrays.copyOf(cut, cut.length - 9), WrappedJoinRequest.Compression.GZIP);
    assertEquals("join_request is not gzip", text(url(short1)));
    byte[] future = WrappedJoinRequest.newBuilder().setCompressionValue(7).build().toByteArray();
    assertTrue(text(url(future)).contains("compression"));
  }

  @Test
  void bombEndsAtTheCap() {
    byte[] bomb = wrap(gzip(new byte[64 << 20]), WrappedJoinRequest.Compression.GZIP);
    assertTrue(text(url(bomb)).contains("larger than"));
    byte[] big = wrap(new byte[(1 << 20) + 1], WrappedJoinRequest.Compression.NONE);
    assertTrue(text(url(big)).contains("larger than"));
  }
}
