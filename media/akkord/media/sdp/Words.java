package akkord.media.sdp;

import java.util.ArrayList;
import java.util.List;

/** Splits lines and reads numbers without regular expressions: an offer has hundreds of lines. */
final class Words {
  private Words() {}

  /** The words between runs of spaces. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int length = text.length();
    for (int start = 0; start < length; ) {
      int end = text.indexOf(' ', start);
      end = end < 0 ? length : end;
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  /** The number that a text of 1 to 18 digits stands for, or -1. */
  static long number(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
