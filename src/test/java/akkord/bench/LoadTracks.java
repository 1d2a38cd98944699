package akkord.bench;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.client.ClientOffer;
import akkord.media.net.Packet;
import akkord.proto.AddTrackRequest;
import akkord.proto.DataPacket;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import akkord.proto.UserPacket;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;

/** The bytes and messages of the load's tracks. */
final class LoadTracks {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int RTP_HEADER = 12;
  private static final int RECEIVER_REPORT = 201;

  private LoadTracks() {}

  static String token(String key, String secret, String room, String identity) {
    return AccessToken.mint(
        key, secret, identity, identity, VideoGrant.join(room), Instant.now(), Duration.ofHours(1));
  }

  static AddTrackRequest announce(ClientOffer.Section section) {
    AddTrackRequest.Builder track = AddTrackRequest.newBuilder().setCid(section.cid());
    return section.video()
        ? track
            .setType(TrackType.VIDEO)
            .setSource(TrackSource.CAMERA)
            .setWidth(1280)
            .setHeight(720)
            .build()
        : track.setType(TrackType.AUDIO).setSource(TrackSource.MICROPHONE).build();
  }

  /** Writes one packet with the time in its last 8 bytes, so that a reader can tell its age. */
  static void write(
      Packet packet, Traffic traffic, long ssrc, int sequence, int frame, int index, boolean key) {
    byte[] bytes = packet.bytes;
    boolean last = index == traffic.packetsPerBurst() - 1;
    packet.offset = 0;
    packet.length = traffic.packetBytes();
    int type = traffic.video() ? ClientOffer.VP8 : ClientOffer.OPUS;
    long clock = traffic.video() ? 90_000 : 48_000;
    bytes[0] = (byte) 0x80;
    bytes[1] = (byte) (traffic.video() && last ? type | 0x80 : type);
    bytes[2] = (byte) (sequence >> 8);
    bytes[3] = (byte) sequence;
    INT.set(bytes, 4, (int) (frame * (traffic.intervalNanos() / 1_000_000.0) * clock / 1000));
    INT.set(bytes, 8, (int) ssrc);
    if (traffic.video()) {
      vp8(bytes, frame, index, key);
    }
    LONG.set(bytes, packet.length - 8, System.nanoTime());
  }

  /** A data packet of 1 kB that begins with its number and ends with the time. */
  static byte[] data(int sequence) {
    byte[] payload = new byte[1000];
    INT.set(payload, 0, sequence);
    LONG.set(payload, payload.length - 8, System.nanoTime());
    UserPacket user =
        UserPacket.newBuilder().setPayload(UnsafeByteOperations.unsafeWrap(payload)).build();
    return DataPacket.newBuilder().setUser(user).setSequence(sequence + 1).build().toByteArray();
  }

  private static void vp8(byte[] bytes, int frame, int index, boolean key) {
    bytes[RTP_HEADER] = (byte) (index == 0 ? 0x90 : 0x80); // X, S on the first packet
    bytes[RTP_HEADER + 1] = (byte) 0x80; // I: a picture id follows
    bytes[RTP_HEADER + 2] = (byte) (0x80 | ((frame >> 8) & 0x7F));
    bytes[RTP_HEADER + 3] = (byte) frame;
    bytes[RTP_HEADER + 4] = (byte) (key ? 0x10 : 0x11); // P: 0 on key frames
  }

  static long readInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & 0xFFFFFFFFL;
  }

  static long readLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void receiverReport(Packet packet, long[] ssrcs, int[] highest, int streams) {
    byte[] bytes = packet.bytes;
    packet.offset = 0;
    packet.length = 8 + 24 * streams;
    bytes[0] = (byte) (0x80 | streams);
    bytes[1] = (byte) RECEIVER_REPORT;
    int words = packet.length / 4 - 1;
    bytes[2] = (byte) (words >> 8);
    bytes[3] = (byte) words;
    INT.set(bytes, 4, 1);
    for (int i = 0; i < streams; i++) {
      int block = 8 + 24 * i;
      INT.set(bytes, block, (int) ssrcs[i]);
      INT.set(bytes, block + 4, 0);
      INT.set(bytes, block + 8, highest[i] & 0xFFFF);
      LONG.set(bytes, block + 12, 0L);
      INT.set(bytes, block + 20, 0);
    }
  }
}
