package akkord.media.bwe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one transport-wide feedback message the plain way, sharing nothing with the code under
 * test.
 *
 * @param base first sequence number, 16 bits
 * @param count number of the message
 * @param ticks per packet when it arrived since the reference epoch, in 250 us; null if it did not
 */
record FeedbackDecoder(
    long senderSsrc, long mediaSsrc, int base, int count, List<Long> ticks, int bytes) {

  static FeedbackDecoder decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    int first = in.get() & 0xFF;
    check(first >> 6 == 2, "version");
    check((first & 0x1F) == 15, "format");
    check((in.get() & 0xFF) == 205, "type");
    check(4 * (in.getShort() + 1) == message.length, "length");
    long sender = in.getInt() & 0xFFFFFFFFL;
    long media = in.getInt() & 0xFFFFFFFFL;
    int base = in.getShort() & 0xFFFF;
    int statuses = in.getShort() & 0xFFFF;
    int word = in.getInt();
    List<Integer> symbols = symbols(in, statuses);
    List<Long> ticks = ticks(in, symbols, (word >>> 8) * 256L);
    int padding = message.length - in.position();
    boolean padded = (first & 0x20) != 0;
    check(padded == padding > 0 && padding < 4, "padding bit");
    check(!padded || message[message.length - 1] == padding, "padding count");
    return new FeedbackDecoder(sender, media, base, word & 0xFF, ticks, message.length);
  }

  private static List<Integer> symbols(ByteBuffer in, int statuses) {
    List<Integer> symbols = new ArrayList<>();
    while (symbols.size() < statuses) {
      int chunk = in.getShort() & 0xFFFF;
      if (chunk < 0x8000) {
        check((chunk & 0x1FFF) > 0, "empty run");
        for (int i = 0; i < (chunk & 0x1FFF); i++) {
          symbols.add(chunk >> 13);
        }
        check(symbols.size() <= statuses, "a run past the end");
      } else if (chunk < 0xC000) {
        for (int bit = 13; bit >= 0; bit--) {
          symbols.add(chunk >> bit & 1);
        }
      } else {
        for (int bit = 12; bit >= 0; bit -= 2) {
          symbols.add(chunk >> bit & 3);
        }
      }
    }
    for (int extra : symbols.subList(statuses, symbols.size())) {
      check(extra == 0, "a symbol past the end");
    }
    return symbols.subList(0, statuses);
  }

  private static List<Long> ticks(ByteBuffer in, List<Integer> symbols, long reference) {
    List<Long> ticks = new ArrayList<>();
    long time = reference;
    for (int symbol : symbols) {
      check(symbol < 3, "reserved symbol");
      if (symbol == 0) {
        ticks.add(null);
      } else {
        time += symbol == 1 ? in.get() & 0xFF : in.getShort();
        ticks.add(time);
      }
    }
    return ticks;
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
