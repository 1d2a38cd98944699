package akkord.media.transport;

import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.Output;
import java.util.Arrays;

/** One data track of a worker: who sends its frames and who receives them (5.9). */
final class DataTrack {
  private final String sid;
  private Subscriber[] subscribers = new Subscriber[0];
  private DataTrackLink source;

  /** A receiver and the handle that it knows the track by. */
  private record Subscriber(DataLink link, int handle) {}

  DataTrack(String sid) {
    this.sid = sid;
  }

  String sid() {
    return sid;
  }

  /** Its frames come from here. */
  void publishedBy(DataTrackLink link) {
    source = link;
  }

  /** They do not any more, unless somebody else sends them already. */
  void unpublishedBy(DataTrackLink link) {
    if (source == link) {
      source = null;
    }
  }

  /** Sends it to somebody, with this handle from now on. */
  void add(DataLink link, int handle) {
    remove(link);
    subscribers = Arrays.copyOf(subscribers, subscribers.length + 1);
    subscribers[subscribers.length - 1] = new Subscriber(link, handle);
  }

  void remove(DataLink link) {
    subscribers =
        Arrays.stream(subscribers).filter(each -> each.link != link).toArray(Subscriber[]::new);
  }

  boolean isUnused() {
    return source == null && subscribers.length == 0;
  }

  /** Sends a packet to all; those next to each other with the same handle share its bytes. */
  void forward(byte[] bytes, int offset, int length, long now, Output out) {
    DataMessage message = null;
    int handle = -1;
    for (Subscriber subscriber : subscribers) {
      if (message == null || subscriber.handle != handle) {
        handle = subscriber.handle;
        byte[] copy = DataFrame.withHandle(bytes, offset, length, handle);
        message = new DataMessage(DataChannelSpec.DATA_TRACK, false, copy);
      }
      subscriber.link.sendFrame(message, now, out);
    }
  }
}
