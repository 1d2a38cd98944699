package akkord.media;

/**
 * A certificate's hash (RFC 8122).
 *
 * @param algorithm lower case, for example {@code sha-256}
 * @param value upper-case hexadecimal bytes joined by colons
 */
public record Fingerprint(String algorithm, String value) {}
