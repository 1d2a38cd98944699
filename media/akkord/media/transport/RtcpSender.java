package akkord.media.transport;

import akkord.media.MediaCounter;
import akkord.media.Output;
import akkord.media.bwe.TransportFeedbackGenerator;
import akkord.media.forward.SenderReportData;
import akkord.media.forward.UpStream;
import akkord.media.forward.UpTrackSource;
import akkord.media.net.Packet;
import akkord.media.rtcp.Bye;
import akkord.media.rtcp.ExtendedReport;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.NtpTime;
import akkord.media.rtcp.Pli;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.Sdes;
import akkord.media.rtcp.SenderReport;
import java.util.function.Consumer;

/** Makes the RTCP of a transport: reports once a second, requests and feedback as they fall due. */
final class RtcpSender implements UpTrackSource {
  /** Sender of reports about others' streams: what libwebrtc uses when it sends no media. */
  static final long LOCAL_SSRC = 1;

  private static final long REPORT_INTERVAL = 1_000_000_000L;

  /** A packet is closed when it has grown to this: the next blocks go to another. */
  private static final int FULL = 1000;

  private final SecurePath path;
  private final Consumer<RuntimeException> crashes;
  private final SenderReportData data = new SenderReportData();
  private long nextReport;
  private long referenceFrom;
  private long reference;
  private long referenceAt;

  /**
   * @param crashes hears of exceptions in what this transport publishes
   * @param firstReport when to report for the first time
   */
  RtcpSender(SecurePath path, Consumer<RuntimeException> crashes, long firstReport) {
    this.path = path;
    this.crashes = crashes;
    nextReport = firstReport;
  }

  @Override
  public void requestKeyFrame(UpStream stream, long now, Output out) {
    Packet packet = begin(out);
    Pli.append(packet, LOCAL_SSRC, stream.ssrc());
    out.count(MediaCounter.PLIS_OUT, 1);
    path.sendRtcp(packet, out);
  }

  @Override
  public void requestRetransmission(
      UpStream stream, int[] sequenceNumbers, int count, long now, Output out) {
    Packet packet = begin(out);
    Nack.append(packet, LOCAL_SSRC, stream.ssrc(), sequenceNumbers, count);
    out.count(MediaCounter.NACKS_OUT, count);
    path.sendRtcp(packet, out);
  }

  @Override
  public void failed(RuntimeException cause) {
    crashes.accept(cause);
  }

  /** The peer sent its reference time: answered with the next report. */
  void onReferenceTime(long from, long ntp, long now) {
    referenceFrom = from;
    reference = NtpTime.compact(ntp);
    referenceAt = now;
  }

  /** When reports are due. */
  long nextDeadline() {
    return nextReport;
  }

  /** Sends the reports if they are due. */
  void onTimeout(SsrcTable<Inbound> inbound, Outbound[] outbound, long now, Output out) {
    if (now - nextReport < 0) {
      return;
    }
    nextReport = now + REPORT_INTERVAL;
    if (path.ready()) {
      reportReception(inbound, now, out);
      reportSending(outbound, now, out);
    }
  }

  private void reportReception(SsrcTable<Inbound> inbound, long now, Output out) {
    Packet packet = out.packet();
    int report = ReceiverReport.append(packet, LOCAL_SSRC);
    boolean empty = true;
    for (int i = 0; i < inbound.capacity(); i++) {
      Inbound entry = inbound.at(i);
      if (entry != null && entry.statistics().started()) {
        if (packet.length > FULL || !entry.statistics().append(packet, report, now)) {
          path.sendRtcp(packet, out);
          packet = out.packet();
          report = ReceiverReport.append(packet, LOCAL_SSRC);
          entry.statistics().append(packet, report, now);
        }
        empty = false;
      }
    }
    if (reference != 0) {
      long delay = NtpTime.toCompact(now - referenceAt);
      ExtendedReport.appendDlrr(packet, LOCAL_SSRC, referenceFrom, reference, delay);
      reference = 0;
      empty = false;
    }
    if (!empty) {
      path.sendRtcp(packet, out);
    }
  }

  private void reportSending(Outbound[] outbound, long now, Output out) {
    Packet packet = null;
    for (Outbound each : outbound) {
      if (!each.track.senderReport(data, now)) {
        continue;
      }
      if (packet == null) {
        packet = out.packet();
      }
      long ssrc = each.track.spec().ssrc();
      SenderReport.append(packet, ssrc, data.ntp, data.rtpTimestamp, data.packets, data.octets);
      Sdes.append(packet, ssrc, each.cname, each.mid);
      if (packet.length > FULL) {
        path.sendRtcp(packet, out);
        packet = null;
      }
    }
    if (packet != null) {
      path.sendRtcp(packet, out);
    }
  }

  /** Sends the transport-wide feedback that is due. */
  void sendFeedback(TransportFeedbackGenerator feedback, long now, Output out) {
    if (feedback == null || !path.ready()) {
      return;
    }
    Packet packet = begin(out);
    while (feedback.append(packet, now)) {
      path.sendRtcp(packet, out);
      packet = begin(out);
    }
  }

  /** Says goodbye for what we sent. */
  void bye(Outbound[] outbound, Output out) {
    if (outbound.length == 0 || !path.ready()) {
      return;
    }
    Packet packet = begin(out);
    for (Outbound each : outbound) {
      Bye.append(packet, each.track.spec().ssrc());
      if (packet.length > FULL) {
        path.sendRtcp(packet, out);
        packet = begin(out);
      }
    }
    path.sendRtcp(packet, out);
  }

  /** A compound packet starts with a report, be it an empty one (RFC 3550 6.1). */
  private static Packet begin(Output out) {
    Packet packet = out.packet();
    ReceiverReport.append(packet, LOCAL_SSRC);
    return packet;
  }
}
