package akkord.sim;

import akkord.media.Codec;
import akkord.media.Kind;
import akkord.media.RtpCodec;
import akkord.media.UpTrackSpec;
import java.util.ArrayList;
import java.util.List;

/** A track that a peer publishes: video at 30 frames a second, audio at 50 packets. */
final class Publication {
  static final List<String> RIDS = List.of("q", "h", "f");

  private static final long REPORT_INTERVAL = 1_000_000_000;

  private final SimPeer peer;
  private final String sid;
  private final String mid;
  private final Codec codec;
  private final long interval;
  private final List<Encoding> encodings = new ArrayList<>();
  private long next;
  private long nextReport;
  private boolean muted;
  private int loudness = 127;

  Publication(SimPeer peer, String sid, String mid, Codec codec, int layers, long ssrc, long now) {
    this.peer = peer;
    this.sid = sid;
    this.mid = mid;
    this.codec = codec;
    interval = codec.kind() == Kind.VIDEO ? 33_333_333 : 20_000_000;
    next = now;
    nextReport = now + REPORT_INTERVAL / 2;
    for (int layer = 0; layer < layers; layer++) {
      String rid = layers == 1 ? "" : RIDS.get(layer);
      int packets = codec.kind() == Kind.VIDEO ? 2 + 2 * layer : 1;
      encodings.add(new Encoding(this, rid, layer, packets, ssrc + 10L * layer));
    }
  }

  String sid() {
    return sid;
  }

  String mid() {
    return mid;
  }

  Codec codec() {
    return codec;
  }

  Encoding encoding(int layer) {
    return encodings.get(layer);
  }

  /** Frames made on the lowest layer so far. */
  int frames() {
    return encodings.getFirst().frames();
  }

  /** A muted publisher sends nothing and begins with a key frame afterwards. */
  void muted(boolean muted) {
    this.muted = muted;
    encodings.forEach(Encoding::requestKeyFrame);
  }

  /** Sets what the audio level extension says, 0 (loudest) .. 127 (silence). */
  void loudness(int level) {
    loudness = level;
  }

  int loudness() {
    return loudness;
  }

  void onTick(long now) {
    if (now - nextReport >= 0 && !muted) {
      nextReport = now + REPORT_INTERVAL;
      encodings.forEach(encoding -> encoding.report(now));
    }
    while (now - next >= 0) {
      int ticks = (int) (codec.clockRate() * interval / 1_000_000_000L);
      for (Encoding encoding : encodings) {
        if (!muted) {
          encoding.capture(now, ticks);
        }
      }
      next += interval;
    }
  }

  /** The encoding with this SSRC, null if it is another's. */
  Encoding find(long ssrc) {
    for (Encoding encoding : encodings) {
      if (encoding.ssrc == ssrc) {
        return encoding;
      }
    }
    return null;
  }

  void send(byte[] packet) {
    peer.send(packet);
  }

  int nextTransportSequence() {
    return peer.nextTransportSequence();
  }

  UpTrackSpec spec(String room) {
    List<UpTrackSpec.Stream> streams = new ArrayList<>();
    for (Encoding encoding : encodings) {
      boolean single = encodings.size() == 1;
      streams.add(
          new UpTrackSpec.Stream(
              encoding.rid(),
              encoding.layer(),
              single ? encoding.ssrc : 0,
              single ? encoding.rtxSsrc : 0));
    }
    return new UpTrackSpec(
        sid,
        room,
        codec.kind(),
        mid,
        List.of(codecOf(codec)),
        Encoding.EXTENSIONS,
        streams,
        codec == Codec.OPUS);
  }

  static RtpCodec codecOf(Codec codec) {
    boolean video = codec.kind() == Kind.VIDEO;
    return new RtpCodec(
        codec, Encoding.PAYLOAD_TYPE, "", Encoding.RTX_PAYLOAD_TYPE, true, video, true);
  }
}
