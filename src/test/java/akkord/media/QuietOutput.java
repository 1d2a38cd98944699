package akkord.media;

import akkord.media.net.Packet;
import java.net.InetSocketAddress;

/** An output that nobody looks at: a test overrides what it wants to see. */
public interface QuietOutput extends Output {
  @Override
  default Packet packet() {
    return new Packet();
  }

  @Override
  default void send(Packet packet, InetSocketAddress to) {}

  @Override
  default void event(MediaEvent event) {}

  @Override
  default void drop(DropReason reason) {}
}
