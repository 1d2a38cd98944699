package akkord.app.join;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.app.file.MediaFile;
import akkord.app.file.Recording;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.net.Bytes;
import akkord.media.net.Packet;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.SourceGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server lost is sent again: as RTX, or as it was where RTX is not taken. */
class TrackSenderTest {
  private static final long SSRC = 0x01020304L;
  private static final long RTX_SSRC = 0x05060708L;
  private static final int HEADER = 12;

  @TempDir private Path folder;
  private final List<byte[]> sent = new ArrayList<>();
  private final Section section =
      new Section(true, Optional.of(MediaFile.Kind.VP8), "cid", SSRC, RTX_SSRC);

  private TrackSender sender() throws IOException {
    Path file;
    try (Recording recording = Recording.begin(folder, "film", MediaFile.Kind.VP8)) {
      file = recording.file();
      byte[] key = {0x10, 0, 0, (byte) 0x9d, 1, 0x2a, 64, 1, (byte) 180, 0, 7};
      recording.add(key, 0);
      recording.add(new byte[] {0x11, 1, 2, 3}, 33);
    }
    return new TrackSender(MediaFile.read(file, 30), section, true, this::record);
  }

  private void record(Packet packet) {
    int end = packet.offset + packet.length;
    sent.add(Arrays.copyOfRange(packet.bytes, packet.offset, end));
  }

  private static MediaSection offer(Section section) throws SdpException {
    String text =
        JoinOffer.write(
            new IceCredentials("ufrg", "passwordpasswordpassword"),
            new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
            1,
            List.of(section));
    return SessionDescription.parse(text).sections().getFirst();
  }

  @Test
  void rtxIsOfferedForVideo() throws SdpException {
    MediaSection offered = offer(section);
    assertEquals(List.of(new SourceGroup("FID", List.of(SSRC, RTX_SSRC))), offered.sourceGroups());
    assertEquals(2, offered.payloads().size());
    assertEquals(true, offered.payloads().getLast().retransmits(96));
    Section audio = new Section(false, Optional.of(MediaFile.Kind.OPUS), "cid", SSRC, 0);
    assertEquals(1, offer(audio).payloads().size());
  }

  @Test
  void aLostPacketComesAsRtx() throws Exception {
    TrackSender sender = sender();
    sender.onAnswer(offer(section));
    sender.onTick(1);
    byte[] original = sent.getLast();
    int number = Bytes.getShort(original, 2);
    sender.resend(number);
    sender.resend(number);
    byte[] again = sent.get(1);
    assertEquals(3, sent.size());
    assertEquals(original.length + 2, again.length);
    assertEquals(97 | (original[1] & 0x80), again[1] & 0xFF);
    assertEquals(Bytes.getInt(original, 4), Bytes.getInt(again, 4));
    assertEquals((int) RTX_SSRC, Bytes.getInt(again, 8));
    assertEquals(number, Bytes.getShort(again, HEADER));
    assertArrayEquals(
        Arrays.copyOfRange(original, HEADER, original.length),
        Arrays.copyOfRange(again, HEADER + 2, again.length));
    int next = Bytes.getShort(sent.get(2), 2);
    assertEquals((Bytes.getShort(again, 2) + 1) & 0xFFFF, next, "a sequence of its own");
  }

  @Test
  void withoutRtxItComesAsItWas() throws Exception {
    TrackSender sender = sender();
    sender.onAnswer(offer(Section.receiving(true)));
    sender.onTick(1);
    sender.resend(Bytes.getShort(sent.getFirst(), 2));
    sender.resend(Bytes.getShort(sent.getFirst(), 2) + 1);
    assertEquals(2, sent.size(), "what was never sent is not sent again");
    assertArrayEquals(sent.getFirst(), sent.getLast());
  }
}
