package akkord.media.net;

import akkord.media.Candidate;
import akkord.media.MediaSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which addresses to listen on and which to tell clients (C-03, C-04). */
public final class HostAddresses {
  private static final List<String> VIRTUAL =
      List.of("docker", "veth", "br-", "virbr", "vmnet", "vboxnet", "cni", "flannel", "cali");

  private static final int HOST_TYPE_PREFERENCE = 126;
  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
  private static final int RTP_COMPONENT = 1;

  private HostAddresses() {}

  /**
   * A network interface as far as candidates care.
   *
   * @param name as the system calls it, for example {@code eth0}
   * @param up whether it carries traffic
   * @param addresses all its addresses
   */
  public record HostInterface(String name, boolean up, List<InetAddress> addresses) {}

  /** This host's interfaces. */
  public static List<HostInterface> interfaces() throws IOException {
    List<HostInterface> found = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      found.add(new HostInterface(each.getName(), each.isUp(), each.inetAddresses().toList()));
    }
    return found;
  }

  /**
   * Addresses to bind; empty for the wildcard.
   *
   * @throws IOException if one is not a numeric address
   */
  public static List<InetAddress> toBind(MediaSettings settings) throws IOException {
    List<InetAddress> addresses = parse(settings.bindAddresses(), "bind address");
    return addresses.stream().anyMatch(InetAddress::isAnyLocalAddress) ? List.of() : addresses;
  }

  /**
   * Addresses that clients are told, preferred first: those configured, else those bound, else
   * those of the interfaces that pass the filters; loopback last, or where nothing else is left.
   */
  public static List<InetAddress> toAdvertise(
      MediaSettings settings, List<HostInterface> interfaces) throws IOException {
    if (!settings.advertisedAddresses().isEmpty()) {
      return parse(settings.advertisedAddresses(), "node IP");
    }
    List<InetAddress> bound = toBind(settings);
    if (!bound.isEmpty()) {
      return bound;
    }
    List<InetAddress> usable = new ArrayList<>();
    List<InetAddress> loopback = new ArrayList<>();
    for (HostInterface each : interfaces) {
      if (each.up() && passes(each.name(), settings)) {
        for (InetAddress address : each.addresses()) {
          if (address.isLoopbackAddress()) {
            loopback.add(address);
          } else if (isUsable(address)) {
            usable.add(address);
          }
        }
      }
    }
    usable.sort(Comparator.comparing(Inet6Address.class::isInstance));
    loopback.sort(Comparator.comparing(Inet6Address.class::isInstance));
    if (settings.includeLoopback() || usable.isEmpty()) {
      usable.addAll(loopback);
    }
    return withoutScopes(usable);
  }

  private static boolean passes(String name, MediaSettings settings) {
    if (settings.interfaceExcludes().contains(name)) {
      return false;
    }
    if (!settings.interfaceIncludes().isEmpty()) {
      return settings.interfaceIncludes().contains(name);
    }
    return VIRTUAL.stream().noneMatch(name::startsWith);
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && (address instanceof Inet4Address
            || !(address.isLinkLocalAddress() || address.isSiteLocalAddress()));
  }

  private static List<InetAddress> withoutScopes(List<InetAddress> addresses) {
    Set<InetAddress> plain = new LinkedHashSet<>();
    for (InetAddress address : addresses) {
      try {
        plain.add(InetAddress.getByAddress(address.getAddress()));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
    return List.copyOf(plain);
  }

  private static List<InetAddress> parse(List<String> texts, String what) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      try {
        addresses.add(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException e) {
        throw new IOException(what + " '" + text + "' is not a numeric IP address", e);
      }
    }
    return addresses;
  }

  /** One host candidate for each address, of falling priority (RFC 8445 5.1.2). */
  public static List<Candidate> candidates(List<InetAddress> addresses, int port) {
    List<Candidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses) {
      int localPreference = HIGHEST_LOCAL_PREFERENCE - candidates.size();
      long priority = (HOST_TYPE_PREFERENCE << 24) + (localPreference << 8) + 256L - RTP_COMPONENT;
      String foundation = Integer.toUnsignedString(address.hashCode());
      candidates.add(new Candidate(foundation, priority, address.getHostAddress(), port));
    }
    return candidates;
  }
}
