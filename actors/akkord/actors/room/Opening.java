package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.Entities;
import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way of a room to being open, and its end: it needs a place for its media and, if it was there
 * before, those who were in it. Keeps what has to wait for that.
 *
 * <p>A room that comes back after a crash notices that its owner id is still attached to a worker.
 * Its people register again; the directory remembers what it was and how many they were, so that
 * whoever joins meanwhile finds the same room, although none of them may have come yet.
 */
final class Opening {
  // Longer than a participant waits until it asks again: at first it may have asked the dead room,
  // and the directory may not have counted it yet.
  private static final Duration ROUND = Duration.ofMillis(1500);
  private static final int MAX_ROUNDS = 4;

  private final String name;
  private final Entities entities;
  private final ActorRef<MediaNode.Notice> notices;
  private final TimerScheduler<Room.Command> timers;
  private final Room.Command roundOver;
  private final List<Room.Command> waiting = new ArrayList<>();
  private Phase phase = Phase.PLACING;
  private Optional<MediaPlacement> placement = Optional.empty();
  private Optional<RoomDirectory.Listing> memory = Optional.empty();
  private int rounds;

  /** How far a room has come. */
  enum Phase {
    /** Asking the media node for a worker. */
    PLACING,
    /** Back after a crash, waiting for those who were here. */
    RECOVERING,
    OPEN,
    CLOSING
  }

  /**
   * Of a room that has no place yet.
   *
   * @param notices where its worker's news go
   * @param roundOver what the room is told when it should look whether it {@link #isSettled}
   */
  Opening(
      String name,
      Entities entities,
      ActorRef<MediaNode.Notice> notices,
      TimerScheduler<Room.Command> timers,
      Room.Command roundOver) {
    this.name = name;
    this.entities = entities;
    this.notices = notices;
    this.timers = timers;
    this.roundOver = roundOver;
  }

  Phase phase() {
    return phase;
  }

  Optional<MediaPlacement> placement() {
    return placement;
  }

  /** Carries out what needs an open room, now or later, here or in the room's next incarnation. */
  void whenOpen(Room.Command command, Runnable action) {
    switch (phase) {
      case PLACING, RECOVERING -> waiting.add(command);
      case OPEN -> action.run();
      case CLOSING -> keepForNextIncarnation(command);
    }
  }

  /** The same of a member's return, which is what a recovery waits for. */
  void whenPlaced(Room.Register register, Runnable action) {
    switch (phase) {
      case PLACING -> waiting.add(register);
      case RECOVERING, OPEN -> action.run();
      case CLOSING -> keepForNextIncarnation(register);
    }
  }

  /** The shard does. */
  private void keepForNextIncarnation(Room.Command command) {
    if (entities.canGoOn()) {
      entities.room(name).tell(command);
    }
  }

  /** Takes a place on a node; false if it has none. */
  boolean place(MediaNode.Description node) {
    Optional<MediaPlacement> free =
        node.accepting() ? Placements.choose(node) : Optional.<MediaPlacement>empty();
    free.ifPresent(this::moveTo);
    return free.isPresent();
  }

  /** Its media is there. */
  void moveTo(MediaPlacement place) {
    placement = Optional.of(place);
    place.node().tell(new MediaNode.Attach(Room.ownerId(name), place.worker(), notices));
  }

  /** Whether the room that was placed on this node was there before. */
  boolean wasHere(MediaNode.Description node) {
    return node.attached().isPresent()
        || waiting.stream().anyMatch(Room.Register.class::isInstance);
  }

  /**
   * Begins to wait for those who were here.
   *
   * @param replyTo gets what the directory remembers, for {@link #onMemory}
   */
  void recover(ActorRef<RoomDirectory.Listing> replyTo) {
    phase = Phase.RECOVERING;
    rounds = 0;
    memory = Optional.empty();
    entities.directory().tell(new RoomDirectory.ListRooms(Set.of(name), replyTo));
    timers.startTimerWithFixedDelay(roundOver, ROUND);
  }

  /** What the directory remembers of the room. */
  void onMemory(RoomDirectory.Listing listing) {
    memory = Optional.of(listing);
  }

  /** The room as the directory remembers it. */
  Optional<akkord.proto.Room> remembered() {
    return memory.flatMap(listing -> listing.rooms().stream().findFirst());
  }

  /**
   * Whether those who were here have come back, or had time enough; asked once a round.
   *
   * @param back how many have
   */
  boolean isSettled(int back) {
    rounds++;
    int were = remembered().map(akkord.proto.Room::getNumParticipants).orElse(0);
    return rounds >= MAX_ROUNDS || (memory.isPresent() && back >= were);
  }

  /** The room is open: answers what has waited for it. */
  List<Room.Command> open() {
    phase = Phase.OPEN;
    timers.cancel(roundOver);
    return release();
  }

  /** Answers what waits, and keeps it no longer. */
  List<Room.Command> release() {
    List<Room.Command> held = List.copyOf(waiting);
    waiting.clear();
    return held;
  }

  /** The room ends: what still comes is for its next incarnation. */
  void close() {
    phase = Phase.CLOSING;
  }
}
