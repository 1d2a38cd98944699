package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.proto.SignalResponse;

/**
 * One signal connection as its participant sees it.
 *
 * @param client gets every message for the client
 * @param memory gets the soft state at every change
 * @param replies is told what becomes of the connection itself
 */
record SignalPort(
    ActorRef<SignalResponse> client,
    ActorRef<ParticipantMemo> memory,
    ActorRef<JoinReply> replies) {}
