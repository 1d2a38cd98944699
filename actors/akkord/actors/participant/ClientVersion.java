package akkord.actors.participant;

/** A client's version, as far as quirks depend on it. */
record ClientVersion(int major, int minor, int patch) {
  private static final int MAX_DIGITS = 6;

  /** Reads {@code 1.6.3} or {@code 2.0.0-dev.1}; what is missing or no number counts as 0. */
  static ClientVersion of(String text) {
    String[] parts = text.split("\\.", 4);
    return new ClientVersion(number(parts, 0), number(parts, 1), number(parts, 2));
  }

  boolean isAtLeast(ClientVersion other) {
    if (major != other.major) {
      return major > other.major;
    }
    return minor == other.minor ? patch >= other.patch : minor > other.minor;
  }

  private static int number(String[] parts, int index) {
    if (index >= parts.length) {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < parts[index].length() && i < MAX_DIGITS; i++) {
      char c = parts[index].charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
