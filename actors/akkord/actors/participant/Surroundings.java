package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.ActorSettings;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;

/**
 * What every session of a participant uses.
 *
 * @param notices where news of its media go
 */
record Surroundings(
    Entities entities,
    ActorSettings settings,
    TimerScheduler<Participant.Command> timers,
    ActorRef<Participant.Command> self,
    ActorRef<MediaNode.Notice> notices) {}
