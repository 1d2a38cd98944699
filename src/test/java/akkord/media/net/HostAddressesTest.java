package akkord.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Candidate;
import akkord.media.MediaSettings;
import akkord.media.net.HostAddresses.HostInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
  private static final HostInterface LO = up("lo", "127.0.0.1", "::1");
  private static final HostInterface ETH = up("eth0", "fe80::1", "2001:db8::7", "192.0.2.7");
  private static final HostInterface DOCKER = up("docker0", "172.17.0.1");
  private static final HostInterface VETH = up("veth12ab", "169.254.3.4");
  private static final HostInterface DOWN =
      new HostInterface("eth1", false, addresses("198.51.100.1"));
  private static final List<HostInterface> HOST = List.of(LO, DOCKER, VETH, DOWN, ETH);

  private static HostInterface up(String name, String... addresses) {
    return new HostInterface(name, true, addresses(addresses));
  }

  private static List<InetAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(InetAddress::ofLiteral).toList();
  }

  private static MediaSettings settings(
      List<String> bind, List<String> nodeIp, boolean loopback, List<String> in, List<String> ex) {
    return new MediaSettings(bind, nodeIp, List.of(0), loopback, in, ex, 1 << 16, true);
  }

  private static List<InetAddress> advertised(MediaSettings settings, List<HostInterface> host)
      throws IOException {
    return HostAddresses.toAdvertise(settings, host);
  }

  @Test
  void realInterfacesWithIpv4FirstAndNoLinkLocalIpv6() throws Exception {
    MediaSettings all = settings(List.of(), List.of(), false, List.of(), List.of());
    assertEquals(addresses("192.0.2.7", "2001:db8::7"), advertised(all, HOST));
  }

  @Test
  void loopbackIfAskedForOrNothingElse() throws Exception {
    MediaSettings asked = settings(List.of(), List.of(), true, List.of(), List.of());
    assertEquals(
        addresses("192.0.2.7", "2001:db8::7", "127.0.0.1", "::1"), advertised(asked, HOST));
    MediaSettings plain = settings(List.of(), List.of(), false, List.of(), List.of());
    assertEquals(addresses("127.0.0.1", "::1"), advertised(plain, List.of(LO, DOCKER)));
  }

  @Test
  void includesReplaceTheDefaultFilterAndExcludesWin() throws Exception {
    MediaSettings docker = settings(List.of(), List.of(), false, List.of("docker0"), List.of());
    assertEquals(addresses("172.17.0.1"), advertised(docker, HOST));
    MediaSettings none = settings(List.of(), List.of(), false, List.of(), List.of("eth0"));
    assertEquals(addresses("127.0.0.1", "::1"), advertised(none, HOST));
  }

  @Test
  void boundAddressesAreAdvertisedAndTheNodeIpBeforeThem() throws Exception {
    MediaSettings bound =
        settings(List.of("127.0.0.1", "::1"), List.of(), false, List.of(), List.of());
    assertEquals(addresses("127.0.0.1", "::1"), advertised(bound, HOST));
    MediaSettings node =
        settings(List.of("127.0.0.1"), List.of("203.0.113.9"), false, List.of(), List.of());
    assertEquals(addresses("203.0.113.9"), advertised(node, HOST));
    MediaSettings any = settings(List.of("0.0.0.0"), List.of(), false, List.of(), List.of());
    assertEquals(List.of(), HostAddresses.toBind(any));
    assertEquals(addresses("192.0.2.7", "2001:db8::7"), advertised(any, HOST));
  }

  @Test
  void aNameIsNoAddress() {
    MediaSettings wrong = settings(List.of("localhost"), List.of(), false, List.of(), List.of());
    IOException refused = assertThrows(IOException.class, () -> HostAddresses.toBind(wrong));
    assertTrue(refused.getMessage().contains("'localhost'"), refused.getMessage());
  }

  @Test
  void prioritiesFallAndFoundationsDiffer() {
    List<Candidate> candidates =
        HostAddresses.candidates(addresses("192.0.2.7", "2001:db8::7"), 7882);
    assertEquals(2_130_706_431L, candidates.get(0).priority());
    assertEquals(2_130_706_175L, candidates.get(1).priority());
    assertTrue(!candidates.get(0).foundation().equals(candidates.get(1).foundation()));
    assertEquals("2001:db8:0:0:0:0:0:7", candidates.get(1).address());
  }

  @Test
  void thisHostHasInterfaces() throws Exception {
    assertTrue(!HostAddresses.interfaces().isEmpty());
  }
}
