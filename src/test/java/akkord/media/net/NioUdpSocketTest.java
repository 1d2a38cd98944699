package akkord.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

class NioUdpSocketTest extends HostUdpSocketTest {
  @Override
  HostUdpSocket open(List<InetAddress> addresses, int port) throws IOException {
    return NioUdpSocket.open(addresses, port, 1 << 16);
  }
}
