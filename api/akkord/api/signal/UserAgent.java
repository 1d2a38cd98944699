package akkord.api.signal;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code User-Agent} header tells of a browser; parts it does not tell are empty.
 *
 * @param browser for example {@code Chrome}, {@code Firefox}, {@code Safari}
 * @param os for example {@code Windows}, {@code Mac OS X}, {@code iOS}, {@code Android}
 * @param device model, where it is named
 */
record UserAgent(
    String browser, String browserVersion, String os, String osVersion, String device) {
  private record Rule(String name, Pattern pattern) {
    Rule(String name, String regex) {
      this(name, Pattern.compile(regex));
    }
  }

  private static final int MAX_LENGTH = 512;

  /** The first that matches: everybody claims to be Safari, so it comes last. */
  private static final List<Rule> BROWSERS =
      List.of(
          new Rule("OBS-Studio", "OBS(?:-Studio)?/([\\d.]+)"),
          new Rule("Edge", "Edg(?:e|A|iOS)?/([\\d.]+)"),
          new Rule("Opera", "(?:OPR|OPiOS)/([\\d.]+)"),
          new Rule("Samsung Internet", "SamsungBrowser/([\\d.]+)"),
          new Rule("Firefox", "(?:Firefox|FxiOS)/([\\d.]+)"),
          new Rule("Chrome", "(?:Chrome|CriOS|Chromium)/([\\d.]+)"),
          new Rule("Safari", "Version/([\\d.]+).*Safari/"));

  private static final List<Rule> SYSTEMS =
      List.of(
          new Rule("Windows", "Windows NT ([\\d.]+)"),
          new Rule("iOS", "(?:iPhone|iPad|iPod).*? OS ([\\d_]+)"),
          new Rule("Android", "Android ([\\d.]+)?"),
          new Rule("Mac OS X", "Mac OS X ([\\d_.]+)"),
          new Rule("Chrome OS", "CrOS \\S+ ([\\d.]+)"),
          new Rule("Linux", "(?:Linux|X11)()"));

  private static final List<Rule> DEVICES =
      List.of(
          new Rule("", "\\((iPhone|iPad|iPod|Macintosh)"),
          new Rule("", "Android [\\d.]+; ([^;)]{1,64}?)(?: Build/[^;)]*)?[;)]"));

  static UserAgent parse(String header) {
    String text = header.length() > MAX_LENGTH ? header.substring(0, MAX_LENGTH) : header;
    String[] browser = first(BROWSERS, text);
    String[] os = first(SYSTEMS, text);
    return new UserAgent(
        browser[0], browser[1], os[0], os[1].replace('_', '.'), first(DEVICES, text)[1]);
  }

  private static String[] first(List<Rule> rules, String text) {
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(text);
      if (matcher.find()) {
        String group = matcher.group(1);
        return new String[] {rule.name(), group == null ? "" : group};
      }
    }
    return new String[] {"", ""};
  }
}
