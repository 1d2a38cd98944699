package akkord.actors;

import akka.actor.typed.ActorRef;
import akkord.actors.node.MediaNode;
import akkord.media.Candidate;
import akkord.media.Fingerprint;
import java.util.List;

/**
 * Where a participant's media lives.
 *
 * @param node the media node that owns the worker
 * @param worker its index there
 * @param candidates the worker's addresses, preferred first
 * @param fingerprint of the node's certificate
 */
public record MediaPlacement(
    ActorRef<MediaNode.Command> node,
    int worker,
    List<Candidate> candidates,
    Fingerprint fingerprint)
    implements CborSerializable {}
