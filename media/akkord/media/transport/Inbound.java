package akkord.media.transport;

import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrack;
import akkord.media.rtcp.ReceiverStatistics;

/**
 * What an SSRC of the peer stands for.
 *
 * @param track fed by its packets
 * @param stream the encoding, the same for media and retransmissions
 * @param statistics for receiver reports
 */
record Inbound(UpTrack track, UpStream stream, ReceiverStatistics statistics) {}
