package akkord.actors.room;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWMapKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.Replicator.GetResponse;
import akka.cluster.ddata.typed.javadsl.Replicator.GetSuccess;
import akka.cluster.ddata.typed.javadsl.Replicator.UpdateResponse;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import akkord.actors.ActorMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which tokens were revoked, on each node of the cluster (RS-05): Distributed Data, one entry for
 * an identity in a room, kept for a while and no more than so many of them.
 */
public final class Revocations extends AbstractOnMessageBehavior<Revocations.Command> {
  // Never changes while nodes of different versions share a cluster.
  private static final int MAPS = 16;
  private static final Duration EVERYWHERE = Duration.ofSeconds(1);
  private static final Duration PRUNING = Duration.ofMinutes(10);

  private final ReplicatorMessageAdapter<Command, LWWMap<String, Revocation>> replicator;
  private final SelfUniqueAddress self;
  private final Duration retention;
  private final int maxPerMap;
  private final Clock clock;

  /** What it is told; none of it crosses nodes. */
  public sealed interface Command {}

  /**
   * Refuses tokens from now on.
   *
   * @param before those issued before this, in seconds since 1970
   * @param replyTo told once every node knows, or after a second
   */
  public record Revoke(String room, String identity, long before, ActorRef<Done> replyTo)
      implements Command {}

  /**
   * Asks whether a token is still good.
   *
   * @param issuedAt in seconds since 1970
   * @param replyTo told whether it was revoked
   */
  public record Check(String room, String identity, long issuedAt, ActorRef<Boolean> replyTo)
      implements Command {}

  private record Updated(UpdateResponse<?> response, Optional<ActorRef<Done>> replyTo)
      implements Command {}

  private record Looked(Check check, GetResponse<LWWMap<String, Revocation>> response)
      implements Command {}

  private enum Prune implements Command {
    INSTANCE
  }

  /**
   * Those of this node's cluster.
   *
   * @param retention how long each is kept
   * @param max how many are kept, about: the ones that would be forgotten first give way
   */
  public static Behavior<Command> create(Duration retention, int max, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    DistributedData.withReplicatorMessageAdapter(
                        (ReplicatorMessageAdapter<Command, LWWMap<String, Revocation>> data) ->
                            new Revocations(context, timers, data, retention, max, clock))));
  }

  private Revocations(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ReplicatorMessageAdapter<Command, LWWMap<String, Revocation>> replicator,
      Duration retention,
      int max,
      Clock clock) {
    super(context);
    this.replicator = replicator;
    this.retention = retention;
    this.maxPerMap = Math.max(1, max / MAPS);
    this.clock = clock;
    self = DistributedData.get(context.getSystem()).selfUniqueAddress();
    timers.startTimerWithFixedDelay(Prune.INSTANCE, PRUNING);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Revoke revoke -> onRevoke(revoke);
      case Check check -> onCheck(check);
      case Looked(var check, var response) -> check.replyTo().tell(isRevoked(check, response));
      case Updated(_, var replyTo) ->
          replyTo.ifPresent(waiting -> waiting.tell(Done.getInstance()));
      case Prune _ -> prune();
    }
    return this;
  }

  private void onRevoke(Revoke revoke) {
    String who = id(revoke.room(), revoke.identity());
    long now = clock.instant().getEpochSecond();
    Revocation revocation = new Revocation(revoke.before(), now + retention.toSeconds());
    update(
        key(who),
        new Replicator.WriteAll(EVERYWHERE),
        Optional.of(revoke.replyTo()),
        map -> {
          Revocation former = map.getEntries().get(who);
          LWWMap<String, Revocation> roomy = former == null ? makeRoom(map) : map;
          return roomy.put(self, who, former == null ? revocation : former.and(revocation));
        });
  }

  private LWWMap<String, Revocation> makeRoom(LWWMap<String, Revocation> map) {
    if (map.size() < maxPerMap) {
      return map;
    }
    ActorMetrics.revocationForgotten();
    return map.getEntries().entrySet().stream()
        .min(Comparator.comparingLong(entry -> entry.getValue().until()))
        .map(oldest -> map.remove(self, oldest.getKey()))
        .orElse(map);
  }

  private void onCheck(Check check) {
    Key<LWWMap<String, Revocation>> key = key(id(check.room(), check.identity()));
    replicator.askGet(
        replyTo -> new Replicator.Get<>(key, Replicator.readLocal(), replyTo),
        response -> new Looked(check, response));
  }

  private boolean isRevoked(Check check, GetResponse<LWWMap<String, Revocation>> response) {
    if (!(response instanceof GetSuccess<LWWMap<String, Revocation>> success)) {
      return false; // nothing was ever revoked there
    }
    String who = id(check.room(), check.identity());
    Revocation found = success.get(key(who)).getEntries().get(who);
    return found != null
        && check.issuedAt() < found.before()
        && clock.instant().getEpochSecond() < found.until();
  }

  private void prune() {
    for (int i = 0; i < MAPS; i++) {
      update(key(i), Replicator.writeLocal(), Optional.empty(), this::withoutOld);
    }
  }

  private LWWMap<String, Revocation> withoutOld(LWWMap<String, Revocation> map) {
    long now = clock.instant().getEpochSecond();
    LWWMap<String, Revocation> left = map;
    for (Map.Entry<String, Revocation> entry : map.getEntries().entrySet()) {
      if (entry.getValue().until() <= now) {
        left = left.remove(self, entry.getKey());
      }
    }
    return left;
  }

  private void update(
      Key<LWWMap<String, Revocation>> key,
      Replicator.WriteConsistency consistency,
      Optional<ActorRef<Done>> replyTo,
      UnaryOperator<LWWMap<String, Revocation>> change) {
    replicator.askUpdate(
        answer -> new Replicator.Update<>(key, LWWMap.create(), consistency, answer, change),
        response -> new Updated(response, replyTo));
  }

  /** The length tells where the room's name ends, whatever is in it. */
  private static String id(String room, String identity) {
    return room.length() + ":" + room + identity;
  }

  private static Key<LWWMap<String, Revocation>> key(String id) {
    return key(Math.floorMod(id.hashCode(), MAPS));
  }

  private static Key<LWWMap<String, Revocation>> key(int map) {
    return LWWMapKey.create("revoked-" + map);
  }
}
