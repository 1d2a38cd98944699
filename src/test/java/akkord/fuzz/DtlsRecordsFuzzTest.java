package akkord.fuzz;

import akkord.media.dtls.DtlsRecords;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** DTLS bytes of any shape are judged without an exception. */
class DtlsRecordsFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void bytes(byte[] data) {
    boolean hello = DtlsRecords.isClientHello(data, 0, data.length);
    if (hello && !DtlsRecords.wellFormed(data, 0, data.length)) {
      throw new AssertionError("a ClientHello that is not well-formed");
    }
  }
}
