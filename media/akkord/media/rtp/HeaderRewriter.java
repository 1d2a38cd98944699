package akkord.media.rtp;

import akkord.media.HeaderExtension;
import akkord.media.net.Packet;
import java.nio.charset.StandardCharsets;

/**
 * Writes the header of a forwarded packet: the publisher's header extensions under the subscriber's
 * ids, the subscriber's MID, and room for what is filled in at the moment of sending.
 *
 * <p>Not passed on: what names the publisher's streams or its sending (MID, RID, repaired RID, send
 * time, transmission offset, transport-wide numbers, layer allocation).
 */
public final class HeaderRewriter {
  private static final int SEND_TIME_LENGTH = 3;
  private static final int TRANSPORT_CC_LENGTH = 2;
  private static final int ONE_BYTE_MAX_ID = 14;
  private static final int ONE_BYTE_MAX_LENGTH = 16;

  private final byte[] outgoingIds = new byte[256];
  private final byte[] mid;
  private final int midId;
  private final int sendTimeId;
  private final int transportCcId;
  private byte[] bytes;
  private boolean oneByte;

  /**
   * A rewriter for one subscriber of one track.
   *
   * @param incoming ids of the publisher
   * @param outgoing ids of the subscriber
   * @param mid the subscriber's {@code a=mid}
   * @param dependencyDescriptor whether to pass on dependency descriptors, which is right only
   *     where every packet of a single encoding is passed on
   */
  public HeaderRewriter(
      ExtensionMap incoming, ExtensionMap outgoing, String mid, boolean dependencyDescriptor) {
    this.mid = mid.getBytes(StandardCharsets.UTF_8);
    midId = this.mid.length > 0 && this.mid.length < 256 ? outgoing.id(HeaderExtension.MID) : 0;
    sendTimeId = outgoing.id(HeaderExtension.ABS_SEND_TIME);
    transportCcId = outgoing.id(HeaderExtension.TRANSPORT_CC);
    for (int id = 1; id < outgoingIds.length; id++) {
      HeaderExtension extension = incoming.extension(id);
      if (extension != null && isPassedOn(extension, dependencyDescriptor)) {
        outgoingIds[id] = (byte) outgoing.id(extension);
      }
    }
  }

  private static boolean isPassedOn(HeaderExtension extension, boolean dependencyDescriptor) {
    return switch (extension) {
      case MID,
          RID,
          REPAIRED_RID,
          ABS_SEND_TIME,
          TRANSMISSION_OFFSET,
          TRANSPORT_CC,
          VIDEO_LAYERS_ALLOCATION ->
          false;
      case DEPENDENCY_DESCRIPTOR -> dependencyDescriptor;
      default -> true;
    };
  }

  /**
   * Writes fixed header, CSRC list and extension block to the start of {@code target}, whose offset
   * becomes 0; the fixed header is that of {@code source} without padding. The caller appends the
   * payload and sets {@code target.length}.
   *
   * @return where the payload goes, -1 if the header does not fit
   */
  public int write(RtpPacket source, Packet target) {
    Packet from = source.packet();
    int fixed = RtpPacket.FIXED_HEADER + 4 * source.csrcCount();
    int elements = measure(source);
    int block = elements == 0 ? 0 : 4 + ((elements + 3) & ~3);
    if (fixed + block > Packet.CAPACITY) {
      return -1;
    }
    bytes = target.bytes;
    System.arraycopy(from.bytes, from.offset, bytes, 0, fixed);
    target.offset = 0;
    bytes[0] = (byte) (0x80 | source.csrcCount() | (block == 0 ? 0 : 0x10));
    if (block > 0) {
      int profile = oneByte ? RtpPacket.ONE_BYTE_PROFILE : RtpPacket.TWO_BYTE_PROFILE;
      RtpPacket.putShort(bytes, fixed, profile);
      RtpPacket.putShort(bytes, fixed + 2, (block - 4) / 4);
      int at = writeElements(source, fixed + 4);
      while (at < fixed + block) {
        bytes[at++] = 0;
      }
    }
    return fixed + block;
  }

  /** Sums up data and element headers, and chooses the form: two-byte only where it must be. */
  private int measure(RtpPacket source) {
    oneByte = true;
    int count = 0;
    int data = 0;
    if (transportCcId > 0) {
      count++;
      data += fits(transportCcId, TRANSPORT_CC_LENGTH);
    }
    if (sendTimeId > 0) {
      count++;
      data += fits(sendTimeId, SEND_TIME_LENGTH);
    }
    if (midId > 0) {
      count++;
      data += fits(midId, mid.length);
    }
    for (int at = source.firstExtension(); at >= 0; at = source.nextExtension(at)) {
      int id = outgoingIds[source.extensionId(at)] & 0xFF;
      if (id > 0) {
        count++;
        data += fits(id, source.extensionLength(at));
      }
    }
    return data + (oneByte ? count : 2 * count);
  }

  private int fits(int id, int length) {
    if (id > ONE_BYTE_MAX_ID || length == 0 || length > ONE_BYTE_MAX_LENGTH) {
      oneByte = false;
    }
    return length;
  }

  private int writeElements(RtpPacket source, int from) {
    int at = from;
    if (transportCcId > 0) {
      at = writeElementHeader(at, transportCcId, TRANSPORT_CC_LENGTH);
      RtpPacket.putShort(bytes, at, 0);
      at += TRANSPORT_CC_LENGTH;
    }
    if (sendTimeId > 0) {
      at = writeElementHeader(at, sendTimeId, SEND_TIME_LENGTH);
      RtpPacket.putShort(bytes, at, 0);
      bytes[at + 2] = 0;
      at += SEND_TIME_LENGTH;
    }
    if (midId > 0) {
      at = writeElementHeader(at, midId, mid.length);
      System.arraycopy(mid, 0, bytes, at, mid.length);
      at += mid.length;
    }
    for (int e = source.firstExtension(); e >= 0; e = source.nextExtension(e)) {
      int id = outgoingIds[source.extensionId(e)] & 0xFF;
      if (id > 0) {
        int length = source.extensionLength(e);
        at = writeElementHeader(at, id, length);
        System.arraycopy(source.packet().bytes, e, bytes, at, length);
        at += length;
      }
    }
    return at;
  }

  private int writeElementHeader(int at, int id, int length) {
    if (oneByte) {
      bytes[at] = (byte) ((id << 4) | (length - 1));
      return at + 1;
    }
    bytes[at] = (byte) id;
    bytes[at + 1] = (byte) length;
    return at + 2;
  }
}
