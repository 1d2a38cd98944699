package akkord.media.forward;

import akkord.media.Output;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;
import java.util.Arrays;

/**
 * Who receives an up-track. Each is behind a barrier of its own: an exception in one is for its
 * {@link PacketSink#failed}, and costs neither the publisher nor the others anything; it is fed no
 * more.
 */
final class FanOut {
  private static final DownTrack[] NOBODY = {};

  private DownTrack[] tracks = NOBODY;

  /** Feeds one more from {@code source}; false, and no change, if it is there already. */
  boolean add(DownTrack track, UpTrack source) {
    for (DownTrack known : tracks) {
      if (known == track) {
        return false;
      }
    }
    tracks = Arrays.copyOf(tracks, tracks.length + 1);
    tracks[tracks.length - 1] = track;
    attach(track, source);
    return true;
  }

  /** False if it was not there. */
  boolean remove(DownTrack track) {
    for (int i = 0; i < tracks.length; i++) {
      if (tracks[i] == track) {
        DownTrack[] next = Arrays.copyOf(tracks, tracks.length - 1);
        System.arraycopy(tracks, i + 1, next, i, next.length - i);
        tracks = next;
        return true;
      }
    }
    return false;
  }

  /** Everyone; do not change the array, it is replaced at every change. */
  DownTrack[] tracks() {
    return tracks;
  }

  boolean isEmpty() {
    return tracks.length == 0;
  }

  void onPacket(
      UpStream from, RtpPacket packet, long sequence, PayloadInfo payload, long now, Output out) {
    DownTrack[] receivers = tracks;
    for (int i = 0; i < receivers.length; i++) {
      try {
        receivers[i].onPacket(from, packet, sequence, payload, now, out);
      } catch (RuntimeException e) {
        fail(receivers[i], e);
      }
    }
  }

  void skip(UpStream from, long sequence) {
    DownTrack[] receivers = tracks;
    for (int i = 0; i < receivers.length; i++) {
      try {
        receivers[i].skip(from, sequence);
      } catch (RuntimeException e) {
        fail(receivers[i], e);
      }
    }
  }

  /** Whether somebody waits for a key frame. */
  boolean onTimeout(long now, Output out) {
    boolean waiting = false;
    DownTrack[] receivers = tracks;
    for (int i = 0; i < receivers.length; i++) {
      try {
        waiting |= receivers[i].onTimeout(now, out);
      } catch (RuntimeException e) {
        fail(receivers[i], e);
      }
    }
    return waiting;
  }

  /** They are fed by {@code source}, on its terms of now. */
  void attach(UpTrack source) {
    for (DownTrack track : tracks) {
      attach(track, source);
    }
  }

  private void attach(DownTrack track, UpTrack source) {
    try {
      track.attach(source);
    } catch (RuntimeException e) {
      fail(track, e);
    }
  }

  /** They rest. */
  void stop() {
    for (DownTrack track : tracks) {
      try {
        track.stop();
      } catch (RuntimeException e) {
        fail(track, e);
      }
    }
  }

  /** They starve until another track takes them. */
  void close() {
    for (DownTrack track : tracks) {
      try {
        track.detach();
      } catch (RuntimeException e) {
        fail(track, e);
      }
    }
    tracks = NOBODY;
  }

  private void fail(DownTrack track, RuntimeException cause) {
    remove(track);
    track.sink().failed(cause);
  }
}
