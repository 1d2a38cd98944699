package akkord.actors.participant;

import akkord.actors.Guid;
import akkord.media.IceCredentials;

/** Fresh ICE credentials (RFC 8839 5.4): random enough to be unique on a worker. */
final class IceSecrets {
  private IceSecrets() {}

  static IceCredentials next() {
    return new IceCredentials(Guid.of(""), Guid.of("") + Guid.of(""));
  }
}
