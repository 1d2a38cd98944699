/**
 * Selective forwarding: from one published track to the many who subscribed to it.
 *
 * <p>An {@link akkord.media.forward.UpTrack} takes plain RTP from a transport or a relay link,
 * repairs loss, caches packets and hands each to its {@link akkord.media.forward.DownTrack}s; each
 * of these decides (layer), renumbers (sequence numbers, timestamps), rewrites (payload descriptor,
 * header extensions) and passes one copy to its {@link akkord.media.forward.PacketSink}. Requests
 * flow the other way: key frames and retransmissions to the {@link
 * akkord.media.forward.UpTrackSource}. May touch {@code akkord.media}, {@code akkord.media.net} and
 * {@code akkord.media.rtp}; knows no RTCP, SRTP or addresses.
 */
package akkord.media.forward;
