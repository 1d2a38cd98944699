package akkord.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.actors.participant.AnsweringConnection;
import akkord.actors.participant.ClientQuirks;
import akkord.actors.participant.LocalTransport;
import akkord.actors.participant.WantedTrack;
import akkord.media.DownTrackSettings;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Offers;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A description is refused with an {@link SdpException} or read the same after it is written. */
class SdpFuzzTest {
  private static final int ROUNDS = 200;
  private static final String OFFER =
      Offers.chromium().microphone("m", 1).camera("c", 2, 3).simulcastCamera("s", "q;~h;f").text();
  private static final LocalTransport LOCAL =
      new LocalTransport(
          new IceCredentials("srvr", "serverpasswordserverpa"),
          new Fingerprint("sha-256", Offers.FINGERPRINT),
          List.of());

  @FuzzTest(maxDuration = "20s")
  void text(byte[] data) {
    check(new String(data, StandardCharsets.ISO_8859_1));
  }

  @FuzzTest(maxDuration = "20s")
  void lines(FuzzedDataProvider data) {
    String[] lines = OFFER.split("\r\n", -1);
    for (int i = 0; i < 8 && data.remainingBytes() > 0; i++) {
      int line = data.consumeInt(0, lines.length - 1);
      int cut = data.consumeInt(0, lines[line].length());
      lines[line] = lines[line].substring(0, cut) + data.consumeAsciiString(24);
    }
    check(String.join("\r\n", lines));
  }

  /** What the fuzzer finds only with luck: whole lines doubled, dropped, moved and cut. */
  @Test
  void mutations() {
    Random random = new Random(7);
    List<String> original = OFFER.lines().toList();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> lines = new ArrayList<>(original);
      for (int i = random.nextInt(6); i >= 0; i--) {
        mutate(lines, random);
      }
      check(String.join("\n", lines));
    }
  }

  private static void mutate(List<String> lines, Random random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int cut = random.nextInt(line.length() + 1);
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> lines.set(at, line.substring(0, cut));
      case 3 -> lines.set(at, line.substring(0, cut) + (char) random.nextInt(256));
      case 4 -> lines.set(at, line.substring(0, cut) + random.nextInt() + line.substring(cut));
      default -> lines.set(at, line.replace(' ', random.nextBoolean() ? ';' : '/'));
    }
  }

  private static void check(String text) {
    try {
      SessionDescription offer = SessionDescription.parse(text);
      String written = offer.toText();
      assertEquals(written, reread(written).toText());
      AnsweringConnection connection =
          new AnsweringConnection(LOCAL, ClientQuirks.NONE, true, new Random(1));
      WantedTrack wanted =
          new WantedTrack("TR", Kind.VIDEO, "video/VP8", "PA", "PA", DownTrackSettings.ALL, false);
      String answer = connection.answer(text, "room", List.of(), List.of(wanted)).sdp();
      assertEquals(mids(offer), mids(reread(answer)));
    } catch (SdpException e) {
      assertEquals(e.getMessage(), e.getMessage().replaceAll("\\p{Cntrl}", ""));
    }
  }

  private static SessionDescription reread(String written) {
    try {
      return SessionDescription.parse(written);
    } catch (SdpException e) {
      throw new AssertionError(written, e);
    }
  }

  private static List<String> mids(SessionDescription description) {
    return description.sections().stream().map(MediaSection::mid).toList();
  }
}
