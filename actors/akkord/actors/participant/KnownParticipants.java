package akkord.actors.participant;

import akkord.proto.ParticipantInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The others as one client knows them, by sid. In a room of a thousand there are a thousand of
 * these with a thousand entries each, all of them shared: an open-addressed table takes about 8
 * bytes an entry, where a {@link java.util.HashMap} takes 40.
 */
final class KnownParticipants {
  private static final int MIN_CAPACITY = 8;

  private ParticipantInfo[] table = new ParticipantInfo[MIN_CAPACITY];
  private int size;

  Optional<ParticipantInfo> find(String sid) {
    return Optional.ofNullable(table[slot(table, sid)]);
  }

  /** Adds somebody, or replaces what was known of them. */
  void put(ParticipantInfo info) {
    int slot = slot(table, info.getSid());
    if (table[slot] == null) {
      size++;
    }
    table[slot] = info;
    if (size * 3 > table.length * 2) {
      resize(table.length * 2);
    }
  }

  void remove(String sid) {
    int hole = slot(table, sid);
    if (table[hole] == null) {
      return;
    }
    size--;
    table[hole] = null;
    // Whoever stands behind the hole may have been displaced by who was in it.
    int mask = table.length - 1;
    for (int i = (hole + 1) & mask; table[i] != null; i = (i + 1) & mask) {
      ParticipantInfo displaced = table[i];
      table[i] = null;
      table[slot(table, displaced.getSid())] = displaced;
    }
    if (size * 6 < table.length && table.length > MIN_CAPACITY) {
      resize(table.length / 2);
    }
  }

  int size() {
    return size;
  }

  /** Everyone, in no particular order. */
  List<ParticipantInfo> all() {
    List<ParticipantInfo> everyone = new ArrayList<>(size);
    for (ParticipantInfo info : table) {
      if (info != null) {
        everyone.add(info);
      }
    }
    return everyone;
  }

  private void resize(int capacity) {
    ParticipantInfo[] resized = new ParticipantInfo[capacity];
    for (ParticipantInfo info : table) {
      if (info != null) {
        resized[slot(resized, info.getSid())] = info;
      }
    }
    table = resized;
  }

  /** Where a sid is, or would be: linear probing, the table is never full. */
  private static int slot(ParticipantInfo[] table, String sid) {
    int mask = table.length - 1;
    int hash = sid.hashCode();
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (table[slot] != null && !table[slot].getSid().equals(sid)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
