/**
 * RTCP (RFC 3550, RFC 4585, RFC 5104, RFC 3611): reading and writing of reports and feedback, and
 * the counters that reports are made of.
 *
 * <p>{@link akkord.media.rtcp.RtcpReader} walks over the blocks of a compound packet; one class for
 * each packet type reads the current block or appends a new one to a packet. May touch {@code
 * akkord.media.net} and {@code akkord.media.rtp}; knows no tracks, transports or clocks.
 */
package akkord.media.rtcp;
