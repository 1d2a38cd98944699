package akkord.media;

import java.util.Collections;
import java.util.List;

/**
 * What the media plane needs to know to start.
 *
 * @param bindAddresses numeric addresses to listen on; empty for all of them
 * @param advertisedAddresses numeric addresses that candidates carry ({@code rtc.node_ip}, C-03);
 *     empty to take the host's own
 * @param udpPorts one worker for each; 0 takes any free port
 * @param includeLoopback whether loopback addresses are candidates too
 * @param interfaceIncludes names of the only interfaces to use; empty for all that are not virtual
 * @param interfaceExcludes names of interfaces never used
 * @param socketBuffer bytes of receive and of send buffer to ask the kernel for
 * @param segmentation whether packets of one frame to one subscriber are handed to the kernel as
 *     one, where it can cut them up ({@code media.udp.segmentation})
 */
public record MediaSettings(
    List<String> bindAddresses,
    List<String> advertisedAddresses,
    List<Integer> udpPorts,
    boolean includeLoopback,
    List<String> interfaceIncludes,
    List<String> interfaceExcludes,
    int socketBuffer,
    boolean segmentation) {
  /** Bytes of socket buffer that LiveKit asks for, too. */
  public static final int DEFAULT_SOCKET_BUFFER = 16 << 20;

  public MediaSettings {
    bindAddresses = List.copyOf(bindAddresses);
    advertisedAddresses = List.copyOf(advertisedAddresses);
    udpPorts = List.copyOf(udpPorts);
    interfaceIncludes = List.copyOf(interfaceIncludes);
    interfaceExcludes = List.copyOf(interfaceExcludes);
    if (udpPorts.isEmpty()) {
      throw new IllegalArgumentException("at least one UDP port is needed");
    }
  }

  /** Listens on all addresses with one worker for each port; everything else as by default. */
  public static MediaSettings onPorts(List<Integer> udpPorts) {
    return of(List.of(), udpPorts, false);
  }

  /** Listens on loopback only, on free ports: for tests and development. */
  public static MediaSettings loopback(int workers) {
    return of(List.of("127.0.0.1"), Collections.nCopies(workers, 0), true);
  }

  private static MediaSettings of(List<String> bind, List<Integer> ports, boolean loopback) {
    return new MediaSettings(
        bind, List.of(), ports, loopback, List.of(), List.of(), DEFAULT_SOCKET_BUFFER, true);
  }
}
