package akkord.media.sctp;

import java.util.Arrays;

/** Packets that no honest peer would send, with the tag that makes them believed. */
final class Forge {
  private final PacketWriter packet = new PacketWriter();

  Forge(int tag) {
    packet.begin(5000, 5000, tag);
  }

  /** A packet for the receiver of what {@code seen} captured: same tag. */
  static Forge like(byte[] seen) {
    return new Forge(akkord.media.net.Bytes.getInt(seen, 4));
  }

  Forge data(int flags, int tsn, int stream, int ssn, int length) {
    packet.chunk(ChunkType.DATA, flags);
    packet.int32(tsn);
    packet.int16(stream);
    packet.int16(ssn);
    packet.int32(53);
    packet.bytes(new byte[length], 0, length);
    packet.endChunk();
    return this;
  }

  /** A fragment in I-DATA; the first's fifth number is its PPID. */
  Forge fragment(int flags, int tsn, int stream, int message, int index, int length) {
    packet.chunk(ChunkType.I_DATA, flags);
    packet.int32(tsn);
    packet.int16(stream);
    packet.int16(0);
    packet.int32(message);
    packet.int32(index);
    packet.bytes(new byte[length], 0, length);
    packet.endChunk();
    return this;
  }

  /** Skips one message of a stream. */
  Forge skip(int tsn, int stream, boolean ordered, int message) {
    packet.chunk(ChunkType.I_FORWARD_TSN, 0);
    packet.int32(tsn);
    packet.int16(stream);
    packet.int16(ordered ? 0 : 1);
    packet.int32(message);
    packet.endChunk();
    return this;
  }

  Forge sack(int cumulative, int window, int... blocks) {
    packet.chunk(ChunkType.SACK, 0);
    packet.int32(cumulative);
    packet.int32(window);
    packet.int16(blocks.length / 2);
    packet.int16(0);
    for (int each : blocks) {
      packet.int16(each);
    }
    packet.endChunk();
    return this;
  }

  Forge forward(int tsn, int... streamsAndNumbers) {
    packet.chunk(ChunkType.FORWARD_TSN, 0);
    packet.int32(tsn);
    for (int each : streamsAndNumbers) {
      packet.int16(each);
    }
    packet.endChunk();
    return this;
  }

  Forge chunk(int type, byte... value) {
    packet.chunk(type, 0);
    packet.bytes(value, 0, value.length);
    packet.endChunk();
    return this;
  }

  Forge resetRequest(int number, int lastTsn, int... streams) {
    packet.chunk(ChunkType.RE_CONFIG, 0);
    packet.int16(13);
    packet.int16(16 + 2 * streams.length);
    packet.int32(number);
    packet.int32(0);
    packet.int32(lastTsn);
    for (int each : streams) {
      packet.int16(each);
    }
    packet.endChunk();
    return this;
  }

  int room() {
    return packet.room();
  }

  byte[] seal() {
    packet.finish(false);
    return Arrays.copyOf(packet.packet(), packet.length());
  }
}
