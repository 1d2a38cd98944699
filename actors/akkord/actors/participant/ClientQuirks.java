package akkord.actors.participant;

import akkord.media.Codec;
import akkord.proto.ClientInfo;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a client can do, from its ClientInfo (M-08, M-09, M-11).
 *
 * @param iceLite whether our descriptions may say {@code a=ice-lite}
 * @param reusesSections whether a media section may carry another track later when we offer
 * @param unpublishable codecs it must not send
 * @param unreceivable codecs it must not be sent
 */
public record ClientQuirks(
    boolean iceLite, boolean reusesSections, Set<Codec> unpublishable, Set<Codec> unreceivable) {
  private static final ClientVersion ABOVE_18_3 = new ClientVersion(18, 4, 0);

  /** A client without peculiarities. */
  public static final ClientQuirks NONE = new ClientQuirks(true, true, Set.of(), Set.of());

  /** Copies the sets. */
  public ClientQuirks {
    unpublishable = Set.copyOf(unpublishable);
    unreceivable = Set.copyOf(unreceivable);
  }

  /** The same client, which asked for full ICE ({@code disable_ice_lite}). */
  public ClientQuirks withoutIceLite() {
    return new ClientQuirks(false, reusesSections, unpublishable, unreceivable);
  }

  /** The same client where these codecs alone may be published. */
  public ClientQuirks publishing(Collection<Codec> enabled) {
    Set<Codec> barred = EnumSet.allOf(Codec.class);
    barred.removeAll(enabled);
    barred.addAll(unpublishable);
    return new ClientQuirks(iceLite, reusesSections, barred, unreceivable);
  }

  /** The peculiarities of a client. */
  public static ClientQuirks of(ClientInfo client) {
    String browser = client.getBrowser().toLowerCase(Locale.ROOT);
    String os = client.getOs().toLowerCase(Locale.ROOT);
    boolean firefox = browser.startsWith("firefox");
    boolean safari = browser.contains("safari");
    Set<Codec> unpublishable = EnumSet.noneOf(Codec.class);
    Set<Codec> unreceivable = EnumSet.noneOf(Codec.class);
    if (safari) {
      unpublishable.add(Codec.AV1);
      unreceivable.add(Codec.AV1);
      if (ClientVersion.of(client.getBrowserVersion()).isAtLeast(ABOVE_18_3)) {
        unpublishable.add(Codec.VP9);
      }
    }
    boolean firefoxWithoutH264 =
        firefox && (os.contains("linux") || os.contains("ubuntu") || os.contains("android"));
    if (firefoxWithoutH264 || client.getDeviceModel().equalsIgnoreCase("xiaomi 2201117ti")) {
      unpublishable.add(Codec.H264);
    }
    boolean iceLite = !firefox && (client.getProtocol() > 5);
    boolean reuses = client.getProtocol() > 3 && !safari;
    return new ClientQuirks(iceLite, reuses, unpublishable, unreceivable);
  }
}
