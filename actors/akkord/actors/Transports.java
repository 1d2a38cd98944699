package akkord.actors;

/** Ids of transports: the sid of their participant and their use, unique in the cluster. */
public final class Transports {
  private Transports() {}

  /** The client's publishing connection; in single-PC mode its only one. */
  public static String publisher(String sid) {
    return sid + "/publisher";
  }

  /** The client's subscribing connection in dual-PC mode. */
  public static String subscriber(String sid) {
    return sid + "/subscriber";
  }

  /** The participant that a transport belongs to. */
  public static String owner(String transport) {
    int slash = transport.indexOf('/');
    return slash < 0 ? transport : transport.substring(0, slash);
  }
}
