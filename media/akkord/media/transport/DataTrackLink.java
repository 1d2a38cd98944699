package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/** The data tracks of one transport: what it publishes, by handle, and what it receives (5.9). */
final class DataTrackLink {
  private final DataTrackTable table;
  private final DataLink link;
  private final Int2ObjectHashMap<DataTrack> published = new Int2ObjectHashMap<>();
  private final Map<String, DataTrack> received = new HashMap<>(2);

  DataTrackLink(DataTrackTable table, DataLink link) {
    this.table = table;
    this.link = link;
  }

  /** Takes frames with this handle; what had it before is let go. */
  void publish(String sid, int handle) {
    DataTrack track = table.track(sid);
    DataTrack former = published.put(handle, track);
    if (former != null && former != track) {
      letGo(former);
    }
    track.publishedBy(this);
  }

  /** Takes no more frames of a track; false if there were none. */
  boolean unpublish(String sid) {
    for (Int2ObjectHashMap<DataTrack>.EntryIterator each = published.entrySet().iterator();
        each.hasNext(); ) {
      each.next();
      if (each.getValue().sid().equals(sid)) {
        letGo(published.remove(each.getIntKey()));
        return true;
      }
    }
    return false;
  }

  private void letGo(DataTrack track) {
    track.unpublishedBy(this);
    table.release(track);
  }

  /** Sends a track to the peer, with this handle. */
  void receive(String sid, int handle) {
    DataTrack track = table.track(sid);
    received.put(sid, track);
    track.add(link, handle);
  }

  /** Stops sending a track to the peer; false if it was not sent. */
  boolean stopReceiving(String sid) {
    DataTrack track = received.remove(sid);
    if (track != null) {
      track.remove(link);
      table.release(track);
    }
    return track != null;
  }

  /** The peer sends a packet; the bytes are lent. */
  void onFrame(byte[] bytes, int offset, int length, long now, Output out) {
    if (!DataFrame.isValid(bytes, offset, length)) {
      out.drop(DropReason.DATA_TRACK_MALFORMED);
      return;
    }
    DataTrack track = published.get(DataFrame.handle(bytes, offset));
    if (track == null) {
      out.drop(DropReason.DATA_TRACK_UNKNOWN);
    } else {
      track.forward(bytes, offset, length, now, out);
    }
  }

  /** The transport is gone. */
  void close() {
    List.copyOf(published.values()).forEach(this::letGo);
    published.clear();
    List.copyOf(received.keySet()).forEach(this::stopReceiving);
  }
}
