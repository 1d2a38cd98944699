package akkord.sim;

import akkord.media.Codec;
import akkord.media.DataChannelSpec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.IceCredentials;
import akkord.media.MediaCommand;
import akkord.media.WorkerHarness;
import akkord.media.net.Packet;
import akkord.media.rtcp.Bye;
import akkord.media.rtcp.Feedback;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.NtpTime;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtcp.RtcpReader;
import akkord.media.rtcp.RtcpType;
import akkord.media.rtcp.SenderReport;
import akkord.media.rtp.RtpPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A client with one peer connection: publishes, receives, answers and asks as browsers do. */
final class SimPeer {
  private static final long CHECK_INTERVAL = 50_000_000;
  private static final long CONSENT_INTERVAL = 2_500_000_000L;
  private static final long REPORT_INTERVAL = 1_000_000_000;
  private static final byte STUN_SUCCESS = 1;

  private final Call call;
  private final String name;
  private IceCredentials ours;
  private final IceCredentials theirs;
  private final List<Publication> publications = new ArrayList<>();
  private final List<Reception> receptions = new ArrayList<>();
  private final RtpPacket rtp = new RtpPacket();
  private final RtcpReader rtcp = new RtcpReader();
  private InetSocketAddress address;
  private SimData data;
  private boolean connected;
  private long nextCheck;
  private long nextReport;
  private int checks;
  private int transportSequence;
  private int feedbackMessages;
  private byte[] lastRtp;
  private final Map<Long, Integer> reports = new HashMap<>();
  private final Set<String> cnames = new HashSet<>();

  SimPeer(Call call, String name, InetSocketAddress address) {
    this.call = call;
    this.name = name;
    this.address = address;
    ours = new IceCredentials(name + "Server", "server-password-server-password");
    theirs = new IceCredentials(name + "Client", "client-password-client-password");
    nextCheck = call.now();
    nextReport = call.now() + REPORT_INTERVAL;
    call.order(new MediaCommand.OpenTransport(name, name, ours));
  }

  String name() {
    return name;
  }

  InetSocketAddress address() {
    return address;
  }

  boolean connected() {
    return connected;
  }

  /** Continues from another address, as after a change of network. */
  void moveTo(InetSocketAddress address) {
    this.address = address;
    nextCheck = call.now();
    call.moved(this);
  }

  /** Both sides change their ICE credentials. */
  void restartIce() {
    ours = new IceCredentials(name + "Again", "another-password-another-password");
    call.order(new MediaCommand.RestartIce(name, ours));
    nextCheck = call.now() + CHECK_INTERVAL;
  }

  /** Publishes a track with so many simulcast layers. */
  Publication publish(Codec codec, int layers) {
    int number = publications.size();
    Publication publication =
        new Publication(
            this,
            "TR_" + name + number,
            String.valueOf(number),
            codec,
            layers,
            call.nextSsrc(),
            call.now());
    publications.add(publication);
    call.order(new MediaCommand.AddUpTrack(name, publication.spec("room")));
    return publication;
  }

  /** Receives a track. */
  Reception subscribe(Publication publication, DownTrackSettings settings) {
    Reception reception = new Reception(this, call.nextSsrc());
    receptions.add(reception);
    call.order(
        new MediaCommand.AddDownTrack(
            name,
            new DownTrackSpec(
                publication.sid(),
                publication.codec().kind(),
                "r" + receptions.size(),
                Publication.codecOf(publication.codec()),
                Encoding.EXTENSIONS,
                reception.ssrc,
                reception.rtxSsrc,
                "cname",
                settings)));
    return reception;
  }

  /** Changes what is received of a track. */
  void select(Publication publication, DownTrackSettings settings) {
    call.order(new MediaCommand.SetDownTrack(name, publication.sid(), settings));
  }

  /** Its data channels, set up once it is connected. */
  SimData data(List<DataChannelSpec> channels) {
    data = new SimData(bytes -> whenConnected(bytes), channels, call.now());
    return data;
  }

  private void whenConnected(byte[] bytes) {
    if (connected) {
      send(bytes);
    }
  }

  void onTick(long now) {
    if (data != null) {
      data.onTick(now);
    }
    if (now - nextCheck >= 0) {
      nextCheck = now + (connected ? CONSENT_INTERVAL : CHECK_INTERVAL);
      send(check());
    }
    if (!connected) {
      return;
    }
    publications.forEach(publication -> publication.onTick(now));
    receptions.forEach(reception -> reception.onTick(now));
    if (now - nextReport >= 0) {
      nextReport = now + REPORT_INTERVAL;
      report(now);
    }
  }

  /** A check that proves who it is, wherever it is sent from. */
  byte[] check() {
    Packet packet = new Packet();
    WorkerHarness.check(packet, ours, theirs, ByteBuffer.allocate(12).putInt(checks++).array());
    return bytesOf(packet);
  }

  private void report(long now) {
    Packet packet = new Packet();
    int report = ReceiverReport.append(packet, 1);
    receptions.forEach(reception -> reception.report(packet, report, now));
    sendRtcp(packet);
  }

  void onDatagram(byte[] bytes, long now) {
    if (bytes[0] == PlainSession.APPLICATION_DATA) {
      data.onDatagram(bytes, now);
      return;
    }
    if (bytes[0] == STUN_SUCCESS) {
      if (!connected) {
        connected = true;
        nextCheck = now + CONSENT_INTERVAL;
        call.secure(name);
      }
      return;
    }
    Packet packet = new Packet();
    System.arraycopy(bytes, 0, packet.bytes, 0, bytes.length);
    packet.length = bytes.length;
    int type = bytes[1] & 0xFF;
    if (type >= 192 && type <= 223) {
      onRtcp(packet, now);
    } else if (rtp.wrap(packet)) {
      for (Reception reception : receptions) {
        if (rtp.ssrc() == reception.ssrc || rtp.ssrc() == reception.rtxSsrc) {
          reception.onRtp(rtp, now);
        }
      }
    }
  }

  private void onRtcp(Packet packet, long now) {
    rtcp.wrap(packet);
    while (rtcp.next()) {
      if (rtcp.type() == RtcpType.NACK) {
        int[] lost = new int[256];
        int count = Nack.read(rtcp, lost);
        onEncoding(e -> Arrays.stream(lost, 0, count).forEach(e::repeat));
      } else if (rtcp.type() == RtcpType.PLI) {
        onEncoding(Encoding::requestKeyFrame);
      } else if (rtcp.type() == RtcpType.TRANSPORT_FEEDBACK) {
        feedbackMessages++;
      } else if (rtcp.type() == RtcpType.SENDER_REPORT) {
        for (Reception reception : receptions) {
          if (reception.ssrc == rtcp.ssrc()) {
            reception.onSenderReport(NtpTime.compact(SenderReport.ntp(rtcp)), now);
          }
        }
      } else if (rtcp.type() == RtcpType.RECEIVER_REPORT) {
        for (int i = 0; i < ReportBlock.count(rtcp); i++) {
          reports.merge(ReportBlock.ssrc(rtcp, i), 1, Integer::sum);
        }
      } else if (rtcp.type() == RtcpType.BYE) {
        for (Reception reception : receptions) {
          reception.onBye(Bye.ssrc(rtcp, 0));
        }
      } else if (rtcp.type() == RtcpType.SDES) {
        String text = new String(bytesOf(packet), StandardCharsets.ISO_8859_1);
        cnames.add(text.contains("cname") ? "cname" : text);
      }
    }
  }

  private void onEncoding(Consumer<Encoding> action) {
    for (Publication publication : publications) {
      Encoding encoding = publication.find(Feedback.mediaSsrc(rtcp));
      if (encoding != null) {
        action.accept(encoding);
      }
    }
  }

  void send(byte[] bytes) {
    int type = bytes[1] & 0xFF;
    if ((bytes[0] & 0x80) != 0 && (type < 192 || type > 223)) {
      lastRtp = bytes;
    }
    call.fromPeer(this, bytes);
  }

  void sendRtcp(Packet packet) {
    send(bytesOf(packet));
  }

  /** Report blocks received about a stream of ours. */
  int reportsAbout(long ssrc) {
    return reports.getOrDefault(ssrc, 0);
  }

  /** Canonical names received. */
  Set<String> cnames() {
    return cnames;
  }

  /** The last RTP packet sent, to be sent again. */
  byte[] lastRtp() {
    return lastRtp;
  }

  int nextTransportSequence() {
    return transportSequence++ & 0xFFFF;
  }

  /** Transport-wide feedback messages received. */
  int feedbackMessages() {
    return feedbackMessages;
  }

  private static byte[] bytesOf(Packet packet) {
    return Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
  }
}
