package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Safari/537.36 | Chrome 140.0.0.0 Windows 10.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Safari/537.36 Edg/140.1 | Edge 140.1 Windows 10.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/18.3 Safari/605.1.15 | Safari 18.3 Mac OS X 10.15.7 Macintosh",
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
            + " | Firefox 143.0 Linux",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/18.1 Mobile/15E148 Safari/604.1 | Safari 18.1 iOS 18.1 iPhone",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1 | Chrome 140.0 iOS 18.1 iPhone",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Mobile Safari/537.36 | Chrome 140.0.0.0 Android 15 Pixel 9",
        "Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"
            + " | Firefox 143.0 Android 14 Mobile",
        "OBS-Studio/31.0.1 | OBS-Studio 31.0.1",
        "curl/8.5.0 | ''",
      })
  void knownOnes(String header, String expected) {
    assertEquals(expected, describe(UserAgent.parse(header)));
  }

  @Test
  void emptyAndEndless() {
    assertEquals("", describe(UserAgent.parse("")));
    assertEquals("", describe(UserAgent.parse("(iPhone".repeat(100_000).replace("iPhone", "x"))));
  }

  private static String describe(UserAgent agent) {
    return String.join(
            " ",
            agent.browser(),
            agent.browserVersion(),
            agent.os(),
            agent.osVersion(),
            agent.device())
        .replaceAll(" +", " ")
        .strip();
  }
}
