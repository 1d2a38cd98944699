package akkord.sim;

import java.nio.ByteBuffer;

/**
 * What the last bytes of every simulated payload say of its frame, so that a receiver can tell what
 * is complete without decoding.
 *
 * @param number counts the frames of one encoding
 * @param capturedAt nanoseconds of virtual time
 * @param layer spatial layer
 * @param key whether it is a key frame
 * @param packets how many packets it has
 * @param index of the packet among them
 */
record Frame(int number, long capturedAt, int layer, boolean key, int packets, int index) {
  static final int BYTES = 17;

  void write(ByteBuffer payload) {
    payload.putInt(number).putLong(capturedAt).put((byte) layer).put((byte) (key ? 1 : 0));
    payload.put((byte) packets).putShort((short) index);
  }

  static Frame read(byte[] bytes, int end) {
    ByteBuffer payload = ByteBuffer.wrap(bytes, end - BYTES, BYTES);
    return new Frame(
        payload.getInt(),
        payload.getLong(),
        payload.get(),
        payload.get() == 1,
        payload.get(),
        payload.getShort());
  }
}
