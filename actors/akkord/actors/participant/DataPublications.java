package akkord.actors.participant;

import akkord.actors.DataTrackSettings;
import akkord.actors.Guid;
import akkord.proto.DataTrackInfo;
import akkord.proto.DataTrackSchemaId;
import akkord.proto.PublishDataTrackRequest;
import akkord.proto.RequestResponse.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data tracks that one participant publishes, by the handle that its client chose (5.9). */
final class DataPublications {
  private static final int MAX_HANDLE = 65535;
  private static final int MAX_NAME = 256;

  private final Map<Integer, DataTrackInfo> published = new LinkedHashMap<>();

  /** What became of a request. */
  sealed interface Added {
    /** It is published. */
    record Accepted(DataTrackInfo track) implements Added {}

    /** It is not. */
    record Refused(Reason reason, String message) implements Added {}
  }

  void restore(List<DataTrackInfo> tracks) {
    tracks.forEach(track -> published.put(track.getPubHandle(), track));
  }

  /** All of them, in the order of publishing. */
  List<DataTrackInfo> all() {
    return List.copyOf(published.values());
  }

  /** The client publishes; {@code allowed} says whether it may at all. */
  Added add(PublishDataTrackRequest request, boolean allowed, DataTrackSettings settings) {
    Optional<Added.Refused> refusal =
        allowed && settings.enabled()
            ? mistake(request, settings)
            : refuse(Reason.NOT_ALLOWED, mayNot(settings));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DataTrackInfo.Builder track =
        DataTrackInfo.newBuilder()
            .setPubHandle(request.getPubHandle())
            .setSid(Guid.of("DTR_"))
            .setName(request.getName())
            .setEncryptionValue(request.getEncryptionValue());
    if (request.hasFrameEncoding()) {
      track.setFrameEncoding(request.getFrameEncoding());
    }
    if (request.hasSchema()) {
      track.setSchema(request.getSchema());
    }
    published.put(track.getPubHandle(), track.build());
    return new Added.Accepted(track.build());
  }

  private static String mayNot(DataTrackSettings settings) {
    return settings.enabled()
        ? "publishing data needs canPublishData"
        : "data tracks are switched off on this server";
  }

  private Optional<Added.Refused> mistake(
      PublishDataTrackRequest request, DataTrackSettings settings) {
    int handle = request.getPubHandle();
    String name = request.getName();
    if (handle < 1 || handle > MAX_HANDLE) {
      return refuse(Reason.INVALID_HANDLE, "a handle is 1 to " + MAX_HANDLE);
    }
    if (name.isEmpty() || bytes(name) > MAX_NAME) {
      return refuse(Reason.INVALID_NAME, "a name has 1 to " + MAX_NAME + " bytes");
    }
    if (!isDescribed(request, settings.maxCustomEncoding())) {
      return refuse(Reason.INVALID_REQUEST, "an encoding or a schema has no name or a long one");
    }
    if (published.containsKey(handle)) {
      return refuse(Reason.DUPLICATE_HANDLE, "another data track has this handle");
    }
    if (published.values().stream().anyMatch(other -> other.getName().equals(name))) {
      return refuse(Reason.DUPLICATE_NAME, "another data track has this name");
    }
    if (settings.maxTracks() > 0 && published.size() >= settings.maxTracks()) {
      return refuse(
          Reason.LIMIT_EXCEEDED, "a participant publishes " + settings.maxTracks() + " at most");
    }
    return Optional.empty();
  }

  private static Optional<Added.Refused> refuse(Reason reason, String message) {
    return Optional.of(new Added.Refused(reason, message));
  }

  private static boolean isDescribed(PublishDataTrackRequest request, int maxCustom) {
    DataTrackSchemaId schema = request.getSchema();
    return (!request.getFrameEncoding().hasCustom()
            || isName(request.getFrameEncoding().getCustom(), maxCustom))
        && (!schema.getEncoding().hasCustom()
            || isName(schema.getEncoding().getCustom(), maxCustom))
        && bytes(schema.getName()) <= MAX_NAME;
  }

  private static boolean isName(String text, int max) {
    return !text.isEmpty() && (max == 0 || bytes(text) <= max);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The client publishes it no more. */
  Optional<DataTrackInfo> remove(int handle) {
    return Optional.ofNullable(published.remove(handle));
  }

  /** It may publish none any more: those that it did. */
  List<DataTrackInfo> removeAll() {
    List<DataTrackInfo> removed = new ArrayList<>(published.values());
    published.clear();
    return removed;
  }

  boolean knows(String sid) {
    return published.values().stream().anyMatch(track -> track.getSid().equals(sid));
  }
}
