package akkord.app;

import akkord.app.client.ClientOffer;
import akkord.app.file.MediaFile;
import akkord.app.join.Packetizer;
import akkord.media.net.Packet;
import akkord.media.rtcp.NtpTime;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.ReceiverStatistics;
import akkord.media.rtcp.SenderReport;
import akkord.media.rtp.RtpPacket;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A camera and a microphone of a {@link Rehearsal}: packets of the right shape, nothing to see. And
 * whoever watches and hears them: reports only.
 */
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
  private final Consumer<Packet> rtcp;
  private final Packet report = new Packet();
  private final RtpPacket view = new RtpPacket();
  private final Map<Long, ReceiverStatistics> received = new TreeMap<>();
  private int frames;

  /** Nothing has been sent yet. */
  RehearsalMedia(Consumer<Packet> rtp, Consumer<Packet> rtcp) {
    this.rtcp = rtcp;
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

  /** Takes a packet of somebody else's. */
  void onRtp(Packet packet, long now) {
    if (view.wrap(packet)) {
      received
          .computeIfAbsent(view.ssrc(), ssrc -> new ReceiverStatistics(ssrc, 90_000))
          .onPacket(view.sequenceNumber(), view.timestamp(), now);
    }
  }

  /** Reports what has been sent and received, if anything, far more often than browsers do. */
  void report(long now) {
    report.clear();
    if (frames > 0) {
      long ntp = NtpTime.ofUnix(now); // of what year does not matter here
      reportSending(CAMERA.ssrc(), ntp, (long) frames * VIDEO_TICKS);
      reportSending(MICROPHONE.ssrc(), ntp, (long) frames * AUDIO_TICKS);
    }
    if (!received.isEmpty()) {
      int start = ReceiverReport.append(report, CAMERA.ssrc());
      received.values().forEach(stream -> stream.append(report, start, now));
    }
    if (report.length > 0) {
      rtcp.accept(report);
    }
  }

  private void reportSending(long ssrc, long ntp, long timestamp) {
    SenderReport.append(report, ssrc, ntp, timestamp, frames, frames * 1000L);
  }
}
