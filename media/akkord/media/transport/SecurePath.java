package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.Output;
import akkord.media.ice.IceLite;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;

/** Where a transport's packets leave: the chosen address, once there are keys. */
final class SecurePath {
  private final IceLite ice;
  private SrtpContext srtp;
  private int local;

  SecurePath(IceLite ice) {
    this.ice = ice;
  }

  /** Keys are there. */
  void secure(SrtpContext srtp) {
    this.srtp = srtp;
  }

  /** The keys, null before the handshake. */
  SrtpContext srtp() {
    return srtp;
  }

  /** Which of our addresses the peer chose. */
  void local(int local) {
    this.local = local;
  }

  int local() {
    return local;
  }

  boolean ready() {
    return srtp != null && ice.connected();
  }

  /** Protects a plain RTP packet and sends it, or drops it with a reason. */
  void sendRtp(Packet packet, Output out) {
    if (!ready()) {
      out.drop(DropReason.SINK_NOT_READY);
      return;
    }
    DropReason refused = srtp.protectRtp(packet);
    if (refused != null) {
      out.drop(refused);
      return;
    }
    out.count(MediaCounter.RTP_OUT, 1);
    send(packet, out);
  }

  /** Protects a plain RTCP packet and sends it; an empty one is forgotten. */
  void sendRtcp(Packet packet, Output out) {
    if (packet.length == 0) {
      return;
    }
    DropReason refused = ready() ? srtp.protectRtcp(packet) : DropReason.SINK_NOT_READY;
    if (refused != null) {
      out.drop(refused);
      return;
    }
    send(packet, out);
  }

  /** Sends a datagram as it is; there must be a path. */
  void send(Packet packet, Output out) {
    packet.local = local;
    out.send(packet, ice.path());
  }
}
