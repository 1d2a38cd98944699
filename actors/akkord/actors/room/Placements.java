package akkord.actors.room;

import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import java.util.Comparator;
import java.util.Optional;

/** Chooses where a room's media goes. */
final class Placements {
  private Placements() {}

  /** The worker the room had before, else the least loaded one that is alive. */
  static Optional<MediaPlacement> choose(MediaNode.Description node) {
    Optional<MediaNode.Worker> former = node.attached().flatMap(index -> worker(node, index));
    return former
        .or(
            () ->
                node.workers().stream()
                    .filter(MediaNode.Worker::alive)
                    .min(Comparator.comparingInt(MediaNode.Worker::load)))
        .map(
            worker ->
                new MediaPlacement(
                    node.node(), worker.index(), worker.candidates(), node.fingerprint()));
  }

  private static Optional<MediaNode.Worker> worker(MediaNode.Description node, int index) {
    return node.workers().stream().filter(worker -> worker.index() == index).findFirst();
  }
}
