package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akkord.media.Codec;
import akkord.proto.ClientInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientQuirksTest {
  @ParameterizedTest
  @CsvSource({
    "Chrome,131.0,macOS,'',17,true,true,'',''",
    "'','','','',17,true,true,'',''",
    "Safari,17.6,macOS,'',17,true,false,AV1,AV1",
    "Safari,18.3,iOS,'',17,true,false,AV1,AV1",
    "Safari,18.4,iOS,'',17,true,false,AV1 VP9,AV1",
    "Mobile Safari,26,iOS,'',17,true,false,AV1 VP9,AV1",
    "Firefox,140.0,Windows,'',17,false,true,'',''",
    "firefox,140.0,Linux,'',17,false,true,H264,''",
    "Firefox,140.0,Android,'',17,false,true,H264,''",
    "'','',Android,Xiaomi 2201117TI,13,true,true,H264,''",
    "Chrome,100,Linux,'',5,false,true,'',''",
    "Chrome,100,Linux,'',3,false,false,'',''",
  })
  void followsTheClient(
      String browser,
      String version,
      String os,
      String device,
      int protocol,
      boolean iceLite,
      boolean reuses,
      String unpublishable,
      String unreceivable) {
    ClientQuirks quirks =
        ClientQuirks.of(
            ClientInfo.newBuilder()
                .setBrowser(browser)
                .setBrowserVersion(version)
                .setOs(os)
                .setDeviceModel(device)
                .setProtocol(protocol)
                .build());
    assertEquals(
        new ClientQuirks(iceLite, reuses, codecs(unpublishable), codecs(unreceivable)), quirks);
    assertFalse(quirks.withoutIceLite().iceLite());
  }

  @Test
  void anEmptyClientIsAnOldOne() {
    assertEquals(
        new ClientQuirks(false, false, Set.of(), Set.of()),
        ClientQuirks.of(ClientInfo.getDefaultInstance()));
  }

  private static Set<Codec> codecs(String names) {
    Set<Codec> codecs = EnumSet.noneOf(Codec.class);
    if (!names.isEmpty()) {
      Arrays.stream(names.split(" ", -1)).map(Codec::valueOf).forEach(codecs::add);
    }
    return codecs;
  }
}
