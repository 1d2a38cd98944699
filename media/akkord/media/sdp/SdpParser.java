package akkord.media.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a description (RFC 8866). Attributes that nobody here uses are skipped; those that are used
 * must be well formed.
 */
final class SdpParser {
  /** Largest description, in characters. */
  static final int MAX_LENGTH = 256 * 1024;

  /** Most lines in a description. */
  static final int MAX_LINES = 8192;

  /** Most media sections in a description. */
  static final int MAX_SECTIONS = 512;

  private final String text;
  private final SectionParser session = SectionParser.session();
  private final List<SectionParser> sections = new ArrayList<>();
  private SectionParser current = session;
  private long sessionId;
  private long sessionVersion;
  private List<String> bundle = List.of();
  private boolean iceLite;
  private boolean extmapAllowMixed;

  SdpParser(String text) {
    this.text = text;
  }

  SessionDescription parse() throws SdpException {
    checkSize();
    int line = 0;
    boolean empty = true;
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      String content = strip(start, end < 0 ? text.length() : end);
      line++;
      if (!content.isEmpty()) {
        checkForm(line, content);
        if (empty && !content.equals("v=0")) {
          throw new SdpException(line, "a description begins with v=0");
        }
        empty = false;
        line(line, content.charAt(0), content.substring(2));
      }
      start = next;
    }
    if (empty) {
      throw new SdpException("the description is empty");
    }
    return build();
  }

  private void checkSize() throws SdpException {
    if (text.length() > MAX_LENGTH) {
      throw new SdpException(
          "the description has "
              + text.length()
              + " characters, at most "
              + MAX_LENGTH
              + " allowed");
    }
    int lines = 1;
    for (int i = 0; i < text.length() - 1; i++) {
      if (text.charAt(i) == '\n') {
        lines++;
      }
    }
    if (lines > MAX_LINES) {
      throw new SdpException(
          "the description has " + lines + " lines, at most " + MAX_LINES + " allowed");
    }
  }

  private String strip(int start, int end) {
    int last = end;
    while (last > start && (text.charAt(last - 1) == '\r' || text.charAt(last - 1) == ' ')) {
      last--;
    }
    return text.substring(start, last);
  }

  private static void checkForm(int line, String content) throws SdpException {
    char type = content.charAt(0);
    if (content.length() < 2 || content.charAt(1) != '=' || type < 'a' || type > 'z') {
      throw new SdpException(
          line, "not of the form <letter>=<value>: " + SdpException.quote(content));
    }
    for (int i = 2; i < content.length(); i++) {
      // A lone CR would come back as a line break in our answer.
      if (content.charAt(i) < ' ' && content.charAt(i) != '\t') {
        throw new SdpException(line, "control character in " + SdpException.quote(content));
      }
    }
  }

  private void line(int line, char type, String value) throws SdpException {
    switch (type) {
      case 'o' -> origin(line, value);
      case 'm' -> {
        if (sections.size() == MAX_SECTIONS) {
          throw new SdpException(line, "more than " + MAX_SECTIONS + " media sections");
        }
        current = SectionParser.media(line, value, session);
        sections.add(current);
      }
      case 'a' -> {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        if (current != session || !sessionAttribute(name, rest)) {
          current.attribute(line, name, rest);
        }
      }
      default -> {}
    }
  }

  private void origin(int line, String value) throws SdpException {
    List<String> parts = Words.of(value);
    try {
      sessionId = Long.parseUnsignedLong(parts.get(1));
      sessionVersion = Long.parseUnsignedLong(parts.get(2));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new SdpException(line, "o= needs a user, a session id and a version");
    }
  }

  private boolean sessionAttribute(String name, String value) {
    switch (name) {
      case "group" -> {
        if (bundle.isEmpty() && value.startsWith("BUNDLE ")) {
          bundle = Words.of(value.substring("BUNDLE ".length()));
        }
      }
      case "ice-lite" -> iceLite = true;
      case "extmap-allow-mixed" -> extmapAllowMixed = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private SessionDescription build() throws SdpException {
    Map<String, Integer> lineOfMid = new HashMap<>();
    List<MediaSection> built = new ArrayList<>(sections.size());
    for (SectionParser section : sections) {
      MediaSection media = section.build();
      Integer other =
          media.mid().isEmpty() ? null : lineOfMid.putIfAbsent(media.mid(), section.line());
      if (other != null) {
        throw new SdpException(
            section.line(),
            "a=mid " + SdpException.quote(media.mid()) + " is used in line " + other + " already");
      }
      built.add(media);
    }
    return new SessionDescription(
        sessionId, sessionVersion, bundle, iceLite, extmapAllowMixed, built);
  }
}
