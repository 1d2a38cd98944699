package akkord.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Headers as livekit-client 2.23.0 writes them. */
class DataFrameTest {
  // A single packet (start and final) with handle 1, sequence 2, frame 3 and one byte of payload.
  private static final byte[] PLAIN = HexFormat.of().parseHex("18000001000200030a0b0c0dff");

  // The same with a user timestamp: three words of extensions, padded.
  private static final byte[] EXTENDED =
      HexFormat.of().parseHex("1c000001000200030a0b0c0d" + "0002" + "02081122334455667788" + "ff");

  private static boolean isValid(byte[] bytes) {
    return DataFrame.isValid(bytes, 0, bytes.length);
  }

  @Test
  void wholeHeadersAreTaken() {
    assertTrue(isValid(PLAIN));
    assertTrue(isValid(EXTENDED));
    assertTrue(DataFrame.isValid(PLAIN, 0, DataFrame.HEADER));
    assertTrue(DataFrame.isValid(EXTENDED, 0, 24));
  }

  @Test
  void cutHeadersAndOtherVersionsAreNot() {
    assertFalse(isValid(new byte[0]));
    assertFalse(DataFrame.isValid(PLAIN, 0, DataFrame.HEADER - 1));
    for (int length = 0; length < 24; length++) {
      assertFalse(DataFrame.isValid(EXTENDED, 0, length), "length " + length);
    }
    byte[] later = PLAIN.clone();
    later[0] |= 0x20;
    assertFalse(isValid(later));
  }

  @Test
  void onlyTheHandleChanges() {
    assertEquals(1, DataFrame.handle(PLAIN, 0));
    byte[] expected = PLAIN.clone();
    expected[2] = (byte) 0xFE;
    expected[3] = (byte) 0xDC;
    byte[] lent = new byte[PLAIN.length + 7];
    System.arraycopy(PLAIN, 0, lent, 5, PLAIN.length);
    byte[] copy = DataFrame.withHandle(lent, 5, PLAIN.length, 0xFEDC);
    assertArrayEquals(expected, copy);
    assertEquals(0xFEDC, DataFrame.handle(copy, 0));
  }
}
