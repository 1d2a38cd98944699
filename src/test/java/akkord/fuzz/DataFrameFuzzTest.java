package akkord.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.transport.DataFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes can be looked at, and a good header stays good with another handle. */
class DataFrameFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void read(byte[] data) {
    // At the very end of the array, where reading too far throws.
    byte[] bytes = new byte[data.length + 3];
    System.arraycopy(data, 0, bytes, 3, data.length);
    if (DataFrame.isValid(bytes, 3, data.length)) {
      int handle = DataFrame.handle(bytes, 3) ^ 0x5A5A;
      byte[] copy = DataFrame.withHandle(bytes, 3, data.length, handle);
      assertEquals(handle, DataFrame.handle(copy, 0));
      assertEquals(true, DataFrame.isValid(copy, 0, copy.length));
    }
  }

  /** Short and long, with and without extensions. */
  @Test
  void readRandomPackets() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      if (data.length > 13 && random.nextBoolean()) {
        data[0] &= 0x1F;
        Arrays.fill(data, 12, 13, (byte) 0);
      }
      read(data);
    }
  }
}
