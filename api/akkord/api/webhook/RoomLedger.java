package akkord.api.webhook;

import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.Room;
import akkord.proto.RoomEndReason;
import akkord.proto.TrackInfo;
import akkord.proto.WebhookEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the world was told of one session of a room. It compares news with that and tells the
 * difference, so a room that crashed and comes back repeats nothing and leaves nothing out. It
 * outlives the room's actor and belongs to {@link Webhooks} alone.
 */
final class RoomLedger {
  private final boolean fullRooms;
  private final Consumer<WebhookEvent.Builder> events;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private Room room;
  private boolean takingOver;

  /** A participant as it was last seen, and what was told of it. */
  private static final class Member {
    ParticipantInfo info;
    boolean joined;
    boolean missing;
    Map<String, TrackInfo> published = new LinkedHashMap<>();
  }

  private RoomLedger(Room room, boolean fullRooms, Consumer<WebhookEvent.Builder> events) {
    this.room = room;
    this.fullRooms = fullRooms;
    this.events = events;
  }

  /** Of a room that opens. */
  static RoomLedger open(Room room, boolean fullRooms, Consumer<WebhookEvent.Builder> events) {
    RoomLedger ledger = new RoomLedger(room, fullRooms, events);
    events.accept(event("room_started", room));
    return ledger;
  }

  /** Of a room that was told of elsewhere: whoever is there when it has settled is no news. */
  static RoomLedger takeOver(Room room, boolean fullRooms, Consumer<WebhookEvent.Builder> events) {
    RoomLedger ledger = new RoomLedger(room, fullRooms, events);
    ledger.takingOver = true;
    return ledger;
  }

  /** The session of the room. */
  String sid() {
    return room.getSid();
  }

  /** A participant is there, or changed. */
  void seen(Room now, ParticipantInfo info) {
    room = now;
    Member member = members.computeIfAbsent(info.getSid(), sid -> new Member());
    member.info = info;
    member.missing = false;
    if (!member.joined && info.getState() != ParticipantInfo.State.ACTIVE) {
      return; // it counts from here on, and so do its tracks
    }
    if (!member.joined) {
      member.joined = true;
      tell(event("participant_joined", room).setParticipant(info));
    }
    tracks(member, info.getTracksList());
  }

  /** A participant is gone. */
  void left(Room now, ParticipantInfo info) {
    room = now;
    Member member = members.remove(info.getSid());
    boolean joined = member != null && member.joined;
    if (joined) {
      tracks(member, List.of());
    }
    tell(
        event(joined ? "participant_left" : "participant_connection_aborted", room)
            .setParticipant(info));
  }

  /** The room has waited for those it had: others that were here may yet come back. */
  void settled(Room now, Collection<String> sids) {
    room = now;
    takingOver = false;
    members.forEach((sid, member) -> member.missing = !sids.contains(sid));
  }

  /** Whoever was not seen since the room settled will not come back. */
  void loseMissing() {
    List<String> sids =
        members.entrySet().stream()
            .filter(member -> member.getValue().missing)
            .map(Map.Entry::getKey)
            .toList();
    sids.forEach(this::lose);
  }

  /** Gone for a reason that nobody knows. */
  private void lose(String sid) {
    ParticipantInfo last = members.get(sid).info;
    left(
        room,
        last.toBuilder()
            .setState(ParticipantInfo.State.DISCONNECTED)
            .setDisconnectReason(DisconnectReason.UNKNOWN_REASON)
            .setVersion(last.getVersion() + 1)
            .clearTracks()
            .build());
  }

  /** The room ended; whoever has not left was lost with it. */
  void closed(Room now, RoomEndReason reason) {
    room = now;
    List.copyOf(members.keySet()).forEach(this::lose);
    tell(event("room_finished", room).setRoomEndReason(reason));
  }

  /** The room is gone without a word. */
  void abandoned(RoomEndReason reason) {
    closed(room.toBuilder().setNumParticipants(0).setNumPublishers(0).build(), reason);
  }

  private void tracks(Member member, List<TrackInfo> tracks) {
    Map<String, TrackInfo> gone = new HashMap<>(member.published);
    Map<String, TrackInfo> now = new LinkedHashMap<>();
    for (TrackInfo track : tracks) {
      now.put(track.getSid(), track);
      gone.remove(track.getSid());
    }
    member.published.values().stream()
        .filter(track -> gone.containsKey(track.getSid()))
        .forEach(track -> tell(trackEvent("track_unpublished", member, track)));
    now.values().stream()
        .filter(track -> !member.published.containsKey(track.getSid()))
        .forEach(track -> tell(trackEvent("track_published", member, track)));
    member.published = now;
  }

  /** WH-02: sids and names are enough to say whose track it is. */
  private WebhookEvent.Builder trackEvent(String name, Member member, TrackInfo track) {
    Room shown =
        fullRooms ? room : Room.newBuilder().setSid(room.getSid()).setName(room.getName()).build();
    return event(name, shown)
        .setTrack(track)
        .setParticipant(
            ParticipantInfo.newBuilder()
                .setSid(member.info.getSid())
                .setIdentity(member.info.getIdentity()));
  }

  private void tell(WebhookEvent.Builder event) {
    if (!takingOver) {
      events.accept(event);
    }
  }

  private static WebhookEvent.Builder event(String name, Room room) {
    return WebhookEvent.newBuilder().setEvent(name).setRoom(room);
  }
}
