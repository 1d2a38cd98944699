package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.Output;
import akkord.media.forward.DownTrack;
import akkord.media.forward.UpTrack;
import akkord.media.net.Packet;
import akkord.media.rtcp.ExtendedReport;
import akkord.media.rtcp.Feedback;
import akkord.media.rtcp.Fir;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtcp.RtcpReader;
import akkord.media.rtcp.SenderReport;

/** Takes the peer's RTCP apart and gives each block to the track it is about. */
final class RtcpReceiver {
  /** Sequence numbers taken from one NACK at most. */
  private static final int MAX_NACKS = 512;

  private final RtcpReader reader = new RtcpReader();
  private final int[] asked = new int[MAX_NACKS];
  private final RtpReceiver receiver;
  private final Subscriptions subscriptions;
  private final RtcpSender sender;

  RtcpReceiver(RtpReceiver receiver, Subscriptions subscriptions, RtcpSender sender) {
    this.receiver = receiver;
    this.subscriptions = subscriptions;
    this.sender = sender;
  }

  /** Takes an authentic packet, plain. */
  void onRtcp(Packet packet, long now, Output out) {
    reader.wrap(packet);
    while (reader.next()) {
      onBlock(now, out);
    }
    if (reader.malformed()) {
      out.drop(DropReason.RTCP_MALFORMED);
    }
  }

  private void onBlock(long now, Output out) {
    switch (reader.type()) {
      case SENDER_REPORT -> {
        onSenderReport(now);
        onReportBlocks(now);
      }
      case RECEIVER_REPORT -> onReportBlocks(now);
      case NACK -> onNack(now, out);
      case PLI -> onKeyFrameRequest(Feedback.mediaSsrc(reader), now, out);
      case FIR -> {
        for (int i = 0; i < Fir.count(reader); i++) {
          onKeyFrameRequest(Fir.ssrc(reader, i), now, out);
        }
      }
      case EXTENDED_REPORT -> {
        long reference = ExtendedReport.receiverReferenceTime(reader);
        if (reference != 0) {
          sender.onReferenceTime(reader.ssrc(), reference, now);
        }
      }
      // Sources that leave are noticed by their silence; estimates are not used yet.
      case SDES, BYE, REMB, TRANSPORT_FEEDBACK -> {}
      case OTHER -> out.drop(DropReason.RTCP_IGNORED);
    }
  }

  private void onSenderReport(long now) {
    Inbound entry = receiver.inbound().find(reader.ssrc());
    if (entry != null) {
      long ntp = SenderReport.ntp(reader);
      entry.statistics().onSenderReport(ntp, now);
      if (entry.stream().ssrc() == reader.ssrc()) {
        entry.stream().onSenderReport(ntp, SenderReport.rtpTimestamp(reader), now);
      }
    }
  }

  private void onReportBlocks(long now) {
    for (int i = 0; i < ReportBlock.count(reader); i++) {
      DownTrack track = subscriptions.findSsrc(ReportBlock.ssrc(reader, i));
      if (track != null) {
        long roundTrip =
            track.onReceiverReport(
                ReportBlock.lastSenderReport(reader, i),
                ReportBlock.delaySinceLastSenderReport(reader, i),
                now);
        if (roundTrip >= 0) {
          onRoundTrip(roundTrip);
        }
      }
    }
  }

  private void onRoundTrip(long nanos) {
    for (UpTrack track : receiver.tracks()) {
      track.onRoundTripTime(nanos);
    }
  }

  private void onNack(long now, Output out) {
    DownTrack track = subscriptions.findSsrc(Feedback.mediaSsrc(reader));
    if (track != null) {
      int count = Nack.read(reader, asked);
      out.count(MediaCounter.NACKS_IN, count);
      track.onNack(asked, count, now, out);
    }
  }

  private void onKeyFrameRequest(long ssrc, long now, Output out) {
    DownTrack track = subscriptions.findSsrc(ssrc);
    if (track != null) {
      out.count(MediaCounter.PLIS_IN, 1);
      track.onKeyFrameRequest(now, out);
    }
  }
}
