package akkord.app.client;

import akkord.media.net.Packet;
import java.util.List;

/** A client that has the reliable channel and no media: a test says what it does when it fails. */
public interface DataListener extends ClientTransport.Listener {
  /** Its channels. */
  ClientData data();

  @Override
  default void onConnected(long now) {
    data().start(List.of(ClientData.RELIABLE), now);
  }

  @Override
  default void onApplicationData(byte[] bytes, int offset, int length, long now) {
    data().onDatagram(bytes, offset, length, now);
  }

  @Override
  default void onRtp(Packet packet, long now) {}

  @Override
  default void onRtcp(Packet packet, long now) {}

  @Override
  default void onTick(long now) {
    data().onTick(now);
  }
}
