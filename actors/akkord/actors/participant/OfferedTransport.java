package akkord.actors.participant;

import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.Setup;

/**
 * The one transport that a peer's description bundles everything on.
 *
 * @param ice the peer's credentials
 * @param fingerprint of the peer's certificate
 * @param setup what the peer says; {@code actpass} if nothing (RFC 8842 5.3)
 */
record OfferedTransport(IceCredentials ice, Fingerprint fingerprint, Setup setup) {
  /** Reads it from the section that tags the bundle (RFC 8843 7.2). */
  static OfferedTransport of(SessionDescription description) throws SdpException {
    MediaSection tagged = tagged(description);
    String where = " in the section with a=mid:" + tagged.mid();
    if (tagged.ice().isEmpty()) {
      throw new SdpException("a=ice-ufrag or a=ice-pwd is missing" + where);
    }
    if (tagged.fingerprint().isEmpty()) {
      throw new SdpException("a=fingerprint is missing" + where);
    }
    Setup setup = tagged.setup().orElse(Setup.ACTPASS);
    if (setup == Setup.HOLDCONN) {
      throw new SdpException("a=setup:holdconn is not supported");
    }
    return new OfferedTransport(tagged.ice().get(), tagged.fingerprint().get(), setup);
  }

  /** Whether a section is carried by that transport. */
  static boolean carries(SessionDescription description, MediaSection section) {
    return description.bundle().isEmpty()
        ? section.equals(description.sections().getFirst())
        : description.bundle().contains(section.mid());
  }

  /** Our role: we answer the ClientHello unless the peer insists on doing so. */
  DtlsRole localRole() {
    return setup == Setup.PASSIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
  }

  private static MediaSection tagged(SessionDescription description) throws SdpException {
    if (description.sections().isEmpty()) {
      throw new SdpException("there is no media section");
    }
    for (MediaSection section : description.sections()) {
      if (section.mid().isEmpty() && !section.isRejected()) {
        throw new SdpException("a media section has no a=mid");
      }
    }
    for (MediaSection section : description.sections()) {
      if (!section.isRejected() && carries(description, section)) {
        return section;
      }
    }
    throw new SdpException("every media section is rejected or outside a=group:BUNDLE");
  }
}
