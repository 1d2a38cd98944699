/**
 * Bandwidth estimation: what a publisher needs in order to find out how much it can send.
 *
 * <p>Arrival times of a publisher's packets flow in, transport-wide feedback flows out. May touch
 * {@code akkord.media.net}, {@code akkord.media.rtp} and {@code akkord.media.rtcp}; knows no
 * tracks, transports or clocks.
 */
package akkord.media.bwe;
