package akkord.actors.participant;

import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.sdp.Extmap;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Msid;
import akkord.media.sdp.Source;
import akkord.media.sdp.SourceGroup;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the sections of offers and answers have in common. */
final class RtpSections {
  // Audio stays out of transport-wide feedback, as with LiveKit (M-03).
  private static final Set<HeaderExtension> AUDIO =
      EnumSet.of(
          HeaderExtension.MID, HeaderExtension.AUDIO_LEVEL, HeaderExtension.ABS_CAPTURE_TIME);
  private static final Set<HeaderExtension> VIDEO =
      EnumSet.of(
          HeaderExtension.MID,
          HeaderExtension.RID,
          HeaderExtension.REPAIRED_RID,
          HeaderExtension.TRANSPORT_CC,
          HeaderExtension.ABS_SEND_TIME,
          HeaderExtension.ABS_CAPTURE_TIME,
          HeaderExtension.DEPENDENCY_DESCRIPTOR,
          HeaderExtension.PLAYOUT_DELAY);
  private static final Set<HeaderExtension> NEVER_SENT =
      EnumSet.of(HeaderExtension.RID, HeaderExtension.REPAIRED_RID);

  private RtpSections() {}

  /**
   * What every answer accepts, whatever the section carries: Chromium never again offers, in any
   * section, an extension that one answer left out.
   */
  static Map<HeaderExtension, Integer> extensions(MediaSection offered) {
    Set<HeaderExtension> ours = offered.kind().equals(Optional.of(Kind.AUDIO)) ? AUDIO : VIDEO;
    Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
    for (Extmap extmap : offered.extensions()) {
      HeaderExtension.of(extmap.uri())
          .filter(ours::contains)
          .ifPresent(extension -> extensions.putIfAbsent(extension, extmap.id()));
    }
    return Collections.unmodifiableMap(extensions);
  }

  /** Of these, what we send ourselves. */
  static Map<HeaderExtension, Integer> sentExtensions(MediaSection offered) {
    Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
    extensions.putAll(extensions(offered));
    extensions.keySet().removeAll(NEVER_SENT);
    return Collections.unmodifiableMap(extensions);
  }

  /** Writes {@code a=extmap} lines. */
  static void writeExtensions(
      Map<HeaderExtension, Integer> extensions, MediaSection.Builder section) {
    extensions.forEach((extension, id) -> section.extension(new Extmap(id, extension.uri())));
  }

  /** Writes who is sent: {@code a=msid} and the SSRCs, {@code rtxSsrc} 0 for none. */
  static void writeStream(
      MediaSection.Builder section,
      String streamId,
      String trackSid,
      String cname,
      long ssrc,
      long rtxSsrc) {
    String msid = streamId + " " + trackSid;
    section.msid(new Msid(streamId, trackSid));
    section.source(new Source(ssrc, cname, msid));
    if (rtxSsrc != 0) {
      section.sourceGroup(new SourceGroup("FID", List.of(ssrc, rtxSsrc)));
      section.source(new Source(rtxSsrc, cname, msid));
    }
  }
}
