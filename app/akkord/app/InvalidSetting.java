package akkord.app;

/** A setting that cannot be used; the message names it, says why, and what to write instead. */
final class InvalidSetting extends Exception {
  private static final long serialVersionUID = 1;

  InvalidSetting(String key, String problem) {
    super(key + ": " + problem);
  }
}
