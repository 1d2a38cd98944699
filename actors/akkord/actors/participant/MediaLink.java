package akkord.actors.participant;

import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;

/** The way to the worker that carries a participant's media. */
record MediaLink(MediaPlacement placement) {
  void submit(MediaCommand order) {
    placement.node().tell(new MediaNode.Submit(placement.worker(), order));
  }

  void tell(MediaNode.Command command) {
    placement.node().tell(command);
  }

  int worker() {
    return placement.worker();
  }
}
