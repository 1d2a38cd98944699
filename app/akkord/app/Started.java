package akkord.app;

import akka.actor.typed.ActorRef;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;

/**
 * What a server that listens can be reached by.
 *
 * @param port TCP, of its first address
 * @param entities its rooms, participants and tracks
 * @param node its media node
 */
record Started(int port, Entities entities, ActorRef<MediaNode.Command> node) {}
