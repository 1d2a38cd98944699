package akkord.media.sctp;

import akkord.media.Output;

/** Where an association's packets leave, with what every packet carries. */
final class Outlet {
  private final PacketWriter packet;
  private final int localPort;
  private final int remotePort;
  private final Association.User user;
  private Output out;
  private int tag;
  private boolean zeroChecksum;

  Outlet(PacketWriter packet, int localPort, int remotePort, Association.User user) {
    this.packet = packet;
    this.localPort = localPort;
    this.remotePort = remotePort;
    this.user = user;
  }

  /** Where packets go until the next call. */
  void use(Output out) {
    this.out = out;
  }

  /** The peer is known. */
  void peer(Peer peer) {
    tag = peer.tag();
    zeroChecksum = peer.has(Peer.ZERO_CHECKSUM);
  }

  /** Starts a packet to the peer. */
  PacketWriter begin() {
    return begin(tag);
  }

  /** Starts a packet to a peer that is not known yet. */
  PacketWriter begin(int tag) {
    packet.begin(localPort, remotePort, tag);
    return packet;
  }

  /** The packet leaves. */
  void send() {
    send(zeroChecksum);
  }

  /** The packet leaves; set-up chunks always carry a checksum (RFC 9653 5.2). */
  void sendChecked() {
    send(false);
  }

  private void send(boolean zero) {
    packet.finish(zero);
    user.transmit(packet.packet(), packet.length(), out);
  }
}
