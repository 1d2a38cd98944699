package akkord.actors;

import akkord.proto.RoomConfiguration;
import java.util.Map;

/**
 * What one participant may publish, whatever its client asks for; 0 means any number.
 *
 * @param tracks announced or published at a time
 * @param videoHeight lines of a video
 * @param publishBitrate bits a second of all its tracks together
 */
public record ParticipantLimits(int tracks, int videoHeight, int publishBitrate) {
  /** No limits. */
  public static final ParticipantLimits NONE = new ParticipantLimits(0, 0, 0);

  /**
   * These, except for what the tags of a room configuration say: {@code max_tracks}, {@code
   * max_video_height}, {@code max_publish_bitrate}. What is no number says nothing.
   */
  public ParticipantLimits with(RoomConfiguration configuration) {
    Map<String, String> tags = configuration.getTagsMap();
    return new ParticipantLimits(
        number(tags.get("max_tracks"), tracks),
        number(tags.get("max_video_height"), videoHeight),
        number(tags.get("max_publish_bitrate"), publishBitrate));
  }

  private static int number(String text, int otherwise) {
    try {
      return text == null ? otherwise : Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }
}
