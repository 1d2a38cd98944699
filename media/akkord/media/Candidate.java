package akkord.media;

/**
 * A host candidate that a worker listens on (RFC 8839 5.1).
 *
 * @param foundation equal for candidates of one kind and base address
 * @param priority RFC 8445 5.1.2
 * @param address numeric IPv4 or IPv6 address
 * @param port UDP port
 */
public record Candidate(String foundation, long priority, String address, int port) {
  /** The candidate attribute without {@code a=}, component 1, type host. */
  public String toAttribute() {
    return "candidate:%s 1 udp %d %s %d typ host".formatted(foundation, priority, address, port);
  }
}
