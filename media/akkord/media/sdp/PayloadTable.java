package akkord.media.sdp;

import java.util.ArrayList;
import java.util.List;

/** Collects the payload types of one section while its lines are read. */
final class PayloadTable {
  private static final int TYPES = 128;
  private static final int MAX_FEEDBACK = 16;

  private final RtpPayload[] types = new RtpPayload[TYPES];
  private final List<Integer> order = new ArrayList<>();
  private final List<String> wildcardFeedback = new ArrayList<>();

  /** Takes the formats of {@code m=}. */
  void declare(int line, List<String> formats) throws SdpException {
    for (String format : formats) {
      int type = payloadType(line, format);
      if (types[type] == null) {
        order.add(type);
        types[type] = wellKnown(type);
      }
    }
  }

  /** Takes {@code a=rtpmap:value}; one for a type that {@code m=} does not list is skipped. */
  void rtpmap(int line, String value) throws SdpException {
    int space = value.indexOf(' ');
    int type = payloadType(line, value.substring(0, Math.max(space, 0)));
    String[] parts = value.substring(space + 1).strip().split("/", -1);
    long clockRate = parts.length < 2 ? -1 : Words.number(parts[1]);
    long channels = parts.length < 3 ? 0 : Words.number(parts[2]);
    if (parts[0].isEmpty() || clockRate < 1 || clockRate > 1_000_000) {
      throw new SdpException(line, "a=rtpmap needs an encoding name and a clock rate");
    }
    if (channels < 0 || channels > 255) {
      throw new SdpException(line, "a=rtpmap with a wrong number of channels");
    }
    if (types[type] != null) {
      types[type] =
          new RtpPayload(
              type,
              parts[0],
              (int) clockRate,
              (int) channels,
              types[type].fmtp(),
              types[type].feedback());
    }
  }

  /** Takes {@code a=fmtp:value}. */
  void fmtp(int line, String value) throws SdpException {
    int space = value.indexOf(' ');
    int type = payloadType(line, space < 0 ? value : value.substring(0, space));
    if (types[type] != null && space > 0) {
      types[type] = types[type].withFmtp(value.substring(space + 1).strip());
    }
  }

  /** Takes {@code a=rtcp-fb:value}. */
  void feedback(int line, String value) throws SdpException {
    int space = value.indexOf(' ');
    if (space < 0) {
      throw new SdpException(line, "a=rtcp-fb needs a payload type and a kind of feedback");
    }
    String kind = value.substring(space + 1).strip();
    if (value.startsWith("* ")) {
      if (wildcardFeedback.size() < MAX_FEEDBACK) {
        wildcardFeedback.add(kind);
      }
      return;
    }
    int type = payloadType(line, value.substring(0, space));
    List<String> known = types[type] == null ? List.of() : types[type].feedback();
    if (types[type] != null && known.size() < MAX_FEEDBACK && !known.contains(kind)) {
      List<String> kinds = new ArrayList<>(known);
      kinds.add(kind);
      types[type] = types[type].withFeedback(kinds);
    }
  }

  /** The payload types in the order of {@code m=}. */
  List<RtpPayload> build() {
    List<RtpPayload> payloads = new ArrayList<>(order.size());
    for (int type : order) {
      RtpPayload payload = types[type];
      if (!wildcardFeedback.isEmpty()) {
        List<String> kinds = new ArrayList<>(payload.feedback());
        wildcardFeedback.stream().filter(kind -> !kinds.contains(kind)).forEach(kinds::add);
        payload = payload.withFeedback(kinds);
      }
      payloads.add(payload);
    }
    return payloads;
  }

  private static int payloadType(int line, String text) throws SdpException {
    long type = Words.number(text);
    if (type < 0 || type >= TYPES) {
      throw new SdpException(line, "not a payload type: " + SdpException.quote(text));
    }
    return (int) type;
  }

  private static RtpPayload wellKnown(int type) {
    return switch (type) {
      case 0 -> RtpPayload.of(0, "PCMU", 8000, 1, "");
      case 8 -> RtpPayload.of(8, "PCMA", 8000, 1, "");
      default -> RtpPayload.of(type, "", 0, 0, "");
    };
  }
}
