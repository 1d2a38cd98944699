/**
 * Session descriptions (RFC 8866, RFC 8829): text in, immutable records out, and back.
 *
 * <p>What flows through: the offers and answers that clients and actors exchange. It decides
 * nothing about calls; {@code akkord.actors.participant} does. Pure: no threads, no clock, no
 * randomness.
 */
package akkord.media.sdp;
