package akkord.actors.room;

import akkord.media.MediaEvent.AudioLevel;
import akkord.proto.SpeakerInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who speaks how loudly, and what changed since it was last told (M-26). */
final class ActiveSpeakers {
  // Steps of an eighth, so that small changes of loudness are not worth a message.
  private static final float STEPS = 8;

  private final Map<String, Float> speaking = new HashMap<>();

  /**
   * Takes a report.
   *
   * @param publishers participant sid by track sid
   * @return what changed, loudest first; those who fell silent with {@code active} false
   */
  List<SpeakerInfo> update(List<AudioLevel> levels, Map<String, String> publishers) {
    Map<String, Float> now = new HashMap<>();
    for (AudioLevel level : levels) {
      String sid = publishers.get(level.trackSid());
      if (sid != null && level.level() > 0) {
        now.merge(sid, quantize(level.level()), Math::max);
      }
    }
    List<SpeakerInfo> changes = new ArrayList<>();
    now.forEach(
        (sid, level) -> {
          if (!level.equals(speaking.get(sid))) {
            changes.add(speaker(sid, level));
          }
        });
    for (String sid : speaking.keySet()) {
      if (!now.containsKey(sid)) {
        changes.add(speaker(sid, 0));
      }
    }
    speaking.clear();
    speaking.putAll(now);
    changes.sort(Comparator.comparing(SpeakerInfo::getLevel).reversed());
    return changes;
  }

  /** Forgets someone who left: clients learn it from the participant update. */
  void left(String sid) {
    speaking.remove(sid);
  }

  private static float quantize(float level) {
    return (float) Math.ceil(Math.min(level, 1) * STEPS) / STEPS;
  }

  private static SpeakerInfo speaker(String sid, float level) {
    return SpeakerInfo.newBuilder().setSid(sid).setLevel(level).setActive(level > 0).build();
  }
}
