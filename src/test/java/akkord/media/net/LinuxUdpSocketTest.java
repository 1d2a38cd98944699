package akkord.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxUdpSocketTest extends HostUdpSocketTest {
  @Override
  HostUdpSocket open(List<InetAddress> addresses, int port) throws IOException {
    return LinuxUdpSocket.open(addresses, port, 1 << 16);
  }
}
