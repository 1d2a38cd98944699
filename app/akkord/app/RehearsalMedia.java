package akkord.app;

import akkord.app.client.ClientOffer;
import akkord.app.file.MediaFile;
import akkord.app.join.Packetizer;
import akkord.media.net.Packet;
import java.util.function.Consumer;

/** A camera and a microphone of a {@link Rehearsal}: packets of the right shape, nothing to see. */
final class RehearsalMedia {
  /** Where the picture is sent. */
  static final ClientOffer.Section CAMERA = new ClientOffer.Section(true, "camera", 1);

  /** Where the sound is sent. */
  static final ClientOffer.Section MICROPHONE = new ClientOffer.Section(false, "microphone", 2);

  /** Packets of a {@link #send}: seven of a picture, one of sound. */
  static final int PACKETS = 8;

  private static final int KEY_FRAME_EVERY = 30;
  private static final byte VP8_KEY = 0x10; // RFC 6386 9.1: the lowest bit is 0 on key frames
  private static final byte VP8_DELTA = 0x11;
  private static final int VIDEO_TICKS = 90_000 / 30;
  private static final int AUDIO_TICKS = 48_000 / 30;

  private final byte[] picture = new byte[7 * 1000];
  private final byte[] sound = new byte[80];
  private final Packetizer camera;
  private final Packetizer microphone;
  private int frames;

  /** Nothing has been sent yet. */
  RehearsalMedia(Consumer<Packet> rtp) {
    camera = new Packetizer(MediaFile.Kind.VP8, CAMERA.ssrc(), 1, rtp);
    microphone = new Packetizer(MediaFile.Kind.OPUS, MICROPHONE.ssrc(), 1, rtp);
  }

  /** Sends the next picture, and the sound to it. */
  void send() {
    picture[0] = frames % KEY_FRAME_EVERY == 0 ? VP8_KEY : VP8_DELTA;
    camera.send(picture, frames * VIDEO_TICKS);
    microphone.send(sound, frames * AUDIO_TICKS);
    frames++;
  }
}
