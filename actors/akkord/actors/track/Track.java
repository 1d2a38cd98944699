package akkord.actors.track;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.ActorMetrics;
import akkord.actors.CborSerializable;
import akkord.actors.MediaPlacement;
import akkord.actors.Transports;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent.TrackSnapshot;
import akkord.proto.TrackInfo;
import akkord.proto.TrackType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A published track: whether it is muted, who receives it and what they want of it.
 *
 * <p>It lives as long as its publication. One that comes back after a crash is published again by
 * its participant and learns its subscribers from the worker that serves them.
 */
public final class Track extends AbstractOnMessageBehavior<Track.Command> {
  private static final Duration UNUSED = Duration.ofSeconds(10);

  private final TimerScheduler<Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorRef<MediaNode.Notice> notices;
  private final Set<String> subscribers = new HashSet<>();
  private final LayerDemand demand = new LayerDemand();
  private final Dynacast dynacast;
  private List<Integer> liveLayers = List.of();
  private Optional<Publish> publication = Optional.empty();
  private boolean seen;

  /** What a track is told. */
  public sealed interface Command extends CborSerializable {}

  /**
   * The track is there; answered by {@link Participant.TrackReady}. May be repeated.
   *
   * @param placement of the publisher's media
   * @param again whether it was published before, so that subscribers may be there already
   */
  public record Publish(
      TrackInfo info,
      MediaPlacement placement,
      boolean again,
      ActorRef<Participant.Command> publisher)
      implements Command {}

  /** The track is no longer there. */
  public enum Unpublish implements Command {
    INSTANCE
  }

  /** Its publisher, or whoever may, silences or resumes it. */
  public record SetMuted(boolean muted) implements Command {}

  /** The layers that carry packets. */
  public record SetLiveLayers(List<Integer> layers) implements Command {}

  /**
   * Somebody receives it from now on, or wants something else of it.
   *
   * @param subscriber sid of a participant
   * @param hidden whether the publisher must not notice
   */
  public record Subscribe(String subscriber, boolean hidden, DownTrackSettings settings)
      implements Command {}

  /** Somebody does not receive it any more. */
  public record Unsubscribe(String subscriber) implements Command {}

  /** Asks for its state. */
  public record Describe(ActorRef<Description> replyTo) implements Command {}

  /**
   * A track as it is now.
   *
   * @param info empty while it is not published
   * @param subscribers sids of participants
   * @param liveLayers spatial layers that carry packets
   * @param maxSpatial highest layer that somebody wants, -1 for none
   */
  public record Description(
      Optional<TrackInfo> info, Set<String> subscribers, List<Integer> liveLayers, int maxSpatial)
      implements CborSerializable {}

  /** Sharding's stop message. */
  public enum Retire implements Command {
    INSTANCE
  }

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record Noticed(MediaNode.Notice notice) implements Command {}

  private enum Abandoned implements Command {
    INSTANCE
  }

  private enum DemandDue implements Command {
    INSTANCE
  }

  /** A track that waits to be published. */
  public static Behavior<Command> create(ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Track(context, timers, shard)));
  }

  private Track(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.shard = shard;
    this.notices = context.messageAdapter(MediaNode.Notice.class, Noticed::new);
    this.dynacast = new Dynacast(timers, DemandDue.INSTANCE, this::tellDemand);
    ActorMetrics.TRACKS.increment();
    timers.startSingleTimer(Abandoned.INSTANCE, UNUSED);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Publish publish -> onPublish(publish);
      case Unpublish _, Abandoned _ -> passivate();
      case SetMuted(var muted) -> onSetMuted(muted);
      case SetLiveLayers(var layers) -> liveLayers = layers;
      case Subscribe subscribe -> onSubscribe(subscribe);
      case Unsubscribe(var subscriber) -> onUnsubscribe(subscriber);
      case DemandDue _ -> dynacast.onDue(demand.maxSpatial());
      case Describe(var replyTo) -> replyTo.tell(describe());
      case Noticed(var notice) -> onNotice(notice);
      case Retire _, Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      ActorMetrics.TRACKS.decrement();
    }
    return this;
  }

  private void onPublish(Publish publish) {
    boolean known = publication.isPresent();
    publication = Optional.of(publish);
    timers.cancel(Abandoned.INSTANCE);
    publish.publisher().tell(new Participant.TrackReady(sid(), getContext().getSelf()));
    if (known) {
      dynacast.publisherBack();
    }
    if (publish.again() && !known) {
      dynacast.restored(publish.info().getMuted());
      MediaPlacement placement = publish.placement();
      seen = true; // the publisher was told before the crash
      placement.node().tell(new MediaNode.Attach(sid(), placement.worker(), notices));
      submit(new MediaCommand.DescribeTrack(sid(), sid()));
      // A change that met the former actor dead: who is told to be muted must not be heard.
      submit(new MediaCommand.SetUpTrackMuted(sid(), publish.info().getMuted()));
      return;
    }
    if (!known) {
      dynacast.published(publish.info().getMuted());
    }
    if (publish.info().getMuted()) {
      submit(new MediaCommand.SetUpTrackMuted(sid(), true));
    }
  }

  private void onSetMuted(boolean muted) {
    publication.ifPresent(
        now -> {
          TrackInfo info = now.info().toBuilder().setMuted(muted).build();
          publication =
              Optional.of(new Publish(info, now.placement(), now.again(), now.publisher()));
          submit(new MediaCommand.SetUpTrackMuted(sid(), muted));
          dynacast.setMuted(muted, demand.maxSpatial());
        });
  }

  private void onSubscribe(Subscribe subscribe) {
    subscribers.add(subscribe.subscriber());
    demand.set(subscribe.subscriber(), subscribe.settings());
    if (!subscribe.hidden() && !seen && publication.isPresent()) {
      seen = true;
      publication.get().publisher().tell(new Participant.TrackSubscribed(sid()));
    }
    dynacast.changed(demand.maxSpatial());
  }

  private void onUnsubscribe(String subscriber) {
    subscribers.remove(subscriber);
    demand.remove(subscriber);
    dynacast.changed(demand.maxSpatial());
  }

  /** Audio has no layers to save. */
  private void tellDemand(int maxSpatial) {
    publication
        .filter(now -> now.info().getType() == TrackType.VIDEO)
        .ifPresent(
            now ->
                now.publisher()
                    .tell(new Participant.DemandChanged(now.info().getSid(), maxSpatial)));
  }

  private void onNotice(MediaNode.Notice notice) {
    if (notice instanceof MediaNode.Happened(TrackSnapshot snapshot)) {
      for (String subscriber : snapshot.subscribers()) {
        String sid = Transports.owner(subscriber);
        if (subscribers.add(sid)) {
          demand.set(sid, DownTrackSettings.ALL);
        }
      }
      dynacast.changed(demand.maxSpatial());
    }
    // It listens for the snapshot alone: its publisher hears of everything else.
    publication.ifPresent(now -> now.placement().node().tell(new MediaNode.Detach(sid())));
  }

  private Description describe() {
    return new Description(
        publication.map(Publish::info), Set.copyOf(subscribers), liveLayers, demand.maxSpatial());
  }

  private String sid() {
    return publication.orElseThrow().info().getSid();
  }

  private void submit(MediaCommand order) {
    MediaPlacement placement = publication.orElseThrow().placement();
    placement.node().tell(new MediaNode.Submit(placement.worker(), order));
  }

  private void passivate() {
    shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
  }
}
