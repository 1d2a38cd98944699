package akkord.media.rtp;

import akkord.media.HeaderExtension;
import java.util.Map;

/** The header-extension ids of one m-line, immutable, readable both ways without allocation. */
@SuppressWarnings("EnumOrdinal") // what EnumMap does, without its boxes
public final class ExtensionMap {
  private static final int COUNT = HeaderExtension.values().length;

  /** By ordinal, 0 for none; unsigned. */
  private final byte[] ids = new byte[COUNT];

  private final HeaderExtension[] extensions = new HeaderExtension[256];

  /**
   * Copies a negotiated table; ids outside 1..255 and the reserved 15 are left out.
   *
   * @param negotiated id by extension
   */
  public ExtensionMap(Map<HeaderExtension, Integer> negotiated) {
    for (Map.Entry<HeaderExtension, Integer> entry : negotiated.entrySet()) {
      int id = entry.getValue();
      if (id > 0 && id < extensions.length && id != RtpPacket.RESERVED_EXTENSION_ID) {
        ids[entry.getKey().ordinal()] = (byte) id;
        extensions[id] = entry.getKey();
      }
    }
  }

  /** The id of an extension, 0 when it was not negotiated. */
  public int id(HeaderExtension extension) {
    return ids[extension.ordinal()] & 0xFF;
  }

  /** The extension with an id of 0..255, null when there is none. */
  public HeaderExtension extension(int id) {
    return extensions[id];
  }
}
