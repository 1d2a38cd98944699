package akkord.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0, 65535, true, 1",
    "65535, 0, false, -1",
    "5, 5, false, 0",
    "32767, 0, true, 32767",
    "32768, 0, false, -32768",
    "100, 65500, true, 136"
  })
  void comparesAcrossTheWrap(int a, int b, boolean newer, int distance) {
    assertEquals(newer, SequenceNumber.isNewer(a, b));
    assertEquals(distance, SequenceNumber.distance(b, a));
  }

  @ParameterizedTest
  @CsvSource({
    "65535, 0, 65536",
    "65536, 65535, 65535",
    "65536, 1, 65537",
    "200000, 3392, 200000",
    "131072, 40000, 105536"
  })
  void extendsToTheNearest(long reference, int sequenceNumber, long extended) {
    assertEquals(extended, SequenceNumber.extend(reference, sequenceNumber));
    assertEquals(sequenceNumber, SequenceNumber.of(extended));
  }
}
