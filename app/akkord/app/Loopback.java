package akkord.app;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** This host's own loopback addresses. */
final class Loopback {
  private Loopback() {}

  /** {@code 127.0.0.1} and, where the host has IPv6, {@code ::1}: "localhost" may mean either. */
  static List<String> addresses() {
    List<String> addresses = new ArrayList<>(List.of("127.0.0.1"));
    try {
      InetAddress six = InetAddress.ofLiteral("::1");
      if (NetworkInterface.getByInetAddress(six) != null) {
        addresses.add("::1");
      }
    } catch (SocketException noInterfaces) {
      return addresses;
    }
    return addresses;
  }
}
