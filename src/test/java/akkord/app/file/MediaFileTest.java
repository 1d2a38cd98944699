package akkord.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MediaFileTest {
  private static final byte[] KEY = {0x10, 2, 0, (byte) 0x9d, 1, 0x2a, 64, 1, (byte) 180, 0, 9};
  private static final byte[] DELTA = {0x11, 7};

  @TempDir private Path folder;

  private Path record(MediaFile.Kind codec, List<byte[]> frames) throws IOException {
    try (Recording recording = Recording.begin(folder, "x/../y", codec)) {
      long millis = 0;
      for (byte[] frame : frames) {
        recording.add(frame, millis);
        millis += 40;
      }
      return recording.file();
    }
  }

  @Test
  void vp8KeepsFramesTimesAndSize() throws IOException {
    Path file = record(MediaFile.Kind.VP8, List.of(KEY, DELTA, DELTA));
    assertEquals(folder, file.getParent());
    MediaFile read = MediaFile.read(file, 30);
    assertEquals("320x180", read.width() + "x" + read.height());
    assertEquals(3, read.frames().size());
    assertTrue(read.frames().get(0).key() && !read.frames().get(1).key());
    assertArrayEquals(KEY, read.frames().get(0).data());
    assertEquals(80_000_000, read.frames().get(2).timeNanos());
    assertEquals(120_000_000, read.durationNanos());
    assertEquals(3, Files.readAllBytes(file)[24]);
  }

  @Test
  void opusPacketsTellTheirLength() throws IOException {
    byte[] twenty = new byte[600];
    twenty[0] = (byte) 0xFC;
    byte[] sixty = {0x18, 1, 2};
    byte[] three = {(byte) 0xF3, 3, 5};
    MediaFile read =
        MediaFile.read(record(MediaFile.Kind.OPUS, List.of(twenty, sixty, three, twenty)), 30);
    assertArrayEquals(twenty, read.frames().getFirst().data());
    assertEquals(20_000_000, read.frames().get(1).timeNanos());
    assertEquals(80_000_000, read.frames().get(2).timeNanos());
    assertEquals(110_000_000, read.frames().get(3).timeNanos());
    assertEquals(130_000_000, read.durationNanos());
  }

  @Test
  void h264PicturesHaveTheirParameterSetsInFront() throws IOException {
    byte[] stream =
        HexFormat.of()
            .parseHex(
                "00000001674201000001680a0000016588aa000001419abb00000106ff00000141990000014133");
    Path file = Files.write(folder.resolve("a.h264"), stream);
    MediaFile read = MediaFile.read(file, 25);
    // The last slice does not begin at macroblock 0: it belongs to the picture before.
    assertEquals(3, read.frames().size());
    assertTrue(read.frames().getFirst().key());
    assertEquals(3, AnnexB.units(read.frames().getFirst().data()).size());
    assertEquals(40_000_000, read.frames().get(1).timeNanos());
    assertEquals(120_000_000, read.durationNanos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.ivf | 444b | is no IVF file",
        "a.ogg | 4f676753 | is no Ogg file",
        "a.ogg | 00 | is no Ogg file",
        "a.h264 | 112233 | is no H.264 byte stream",
        "a.mp4 | 00 | must end with .ivf (VP8), .ogg (Opus) or .h264",
      })
  void whatIsNoMediaFileIsRefused(String name, String hex, String expected) throws IOException {
    Path file = Files.write(folder.resolve(name), HexFormat.of().parseHex(hex));
    String message = assertThrows(IOException.class, () -> MediaFile.read(file, 30)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.startsWith(file.toString()), message);
  }

  @ParameterizedTest
  @EnumSource(MediaFile.Kind.class)
  void damagedFilesAreRefusedOrReadInPart(MediaFile.Kind codec) throws IOException {
    byte[] whole = Files.readAllBytes(record(codec, List.of(KEY, DELTA, KEY)));
    Random random = new Random(7);
    String ending =
        switch (codec) {
          case VP8 -> ".ivf";
          case OPUS -> ".ogg";
          case H264 -> ".h264";
        };
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged" + ending), bytes);
      try {
        assertTrue(MediaFile.read(file, 30).durationNanos() >= 0);
      } catch (IOException refused) {
        assertTrue(refused.getMessage().startsWith(file.toString()), refused.toString());
      }
    }
  }
}
