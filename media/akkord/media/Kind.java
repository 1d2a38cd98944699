package akkord.media;

/** What a track carries. */
public enum Kind {
  AUDIO,
  VIDEO
}
