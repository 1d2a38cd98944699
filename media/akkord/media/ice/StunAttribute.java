package akkord.media.ice;

/** STUN attribute types (RFC 8489 18.3, RFC 8445 16.1). Below 0x8000 they must be understood. */
public final class StunAttribute {
  /** {@code <receiver's ufrag>:<sender's ufrag>}. */
  public static final int USERNAME = 0x0006;

  /** HMAC-SHA1 over what precedes it, 20 bytes. */
  public static final int MESSAGE_INTEGRITY = 0x0008;

  /** Class, number and phrase of an error. */
  public static final int ERROR_CODE = 0x0009;

  /** The types that were not understood, 2 bytes each. */
  public static final int UNKNOWN_ATTRIBUTES = 0x000A;

  /** Where a request came from, 8 or 20 bytes. */
  public static final int XOR_MAPPED_ADDRESS = 0x0020;

  /** Priority of a peer-reflexive candidate, 4 bytes. */
  public static final int PRIORITY = 0x0024;

  /** The controlling agent selects this pair; no value. */
  public static final int USE_CANDIDATE = 0x0025;

  /** CRC-32 over what precedes it, 4 bytes, always last. */
  public static final int FINGERPRINT = 0x8028;

  /** The sender is controlled; its 8-byte tie-breaker. */
  public static final int ICE_CONTROLLED = 0x8029;

  /** The sender is controlling; its 8-byte tie-breaker. */
  public static final int ICE_CONTROLLING = 0x802A;

  private StunAttribute() {}
}
