package akkord.media;

import java.util.Arrays;

/**
 * A message of a data channel.
 *
 * @param label of the channel
 * @param text whether it is a string to the peer
 * @param bytes never written; shared by all who receive it
 */
@SuppressWarnings("ArrayRecordComponent") // a copy for each receiver would cost too much
public record DataMessage(String label, boolean text, byte[] bytes) {
  /** Bytes that a message costs on its way besides its own. */
  private static final int OVERHEAD = 256;

  /** What it counts for while it is on its way, in bytes: tiny messages have a price, too. */
  public int cost() {
    return bytes.length + OVERHEAD;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataMessage(var otherLabel, var otherText, var otherBytes)
        && label.equals(otherLabel)
        && text == otherText
        && Arrays.equals(bytes, otherBytes);
  }

  @Override
  public int hashCode() {
    return 31 * label.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + (text ? " bytes of text on " : " bytes on ") + label;
  }
}
