package akkord.media.transport;

import akkord.media.DataMessage;
import akkord.media.DropReason;
import akkord.media.IceCredentials;
import akkord.media.MediaCommand;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent.TransportConnected;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.MediaEvent.TransportSilent;
import akkord.media.MediaEvent.TransportSnapshot;
import akkord.media.Output;
import akkord.media.UpTrackSpec;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsSession;
import akkord.media.forward.UpTrack;
import akkord.media.ice.IceLite;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One peer connection. Datagrams that its {@link TransportHost} found to be for it come in, are
 * told apart (RFC 7983), verified and worked off; everything it has to say goes to the {@link
 * Output}.
 */
public final class Transport {
  private final String id;
  private final String owner;
  private final TransportHost host;
  private final IceLite ice;
  private final SecurePath path;
  private final DtlsLink dtls;
  private final DataLink data;
  private final RtcpSender rtcpSender;
  private final RtpReceiver receiver;
  private final Subscriptions subscriptions;
  private final RtcpReceiver rtcpReceiver;
  private boolean connected;
  private InetSocketAddress source;

  /**
   * Answers STUN from now on.
   *
   * @param id chosen by whoever ordered it
   * @param owner whom events are addressed to
   * @param local our ICE credentials
   */
  public Transport(String id, String owner, IceCredentials local, TransportHost host, long now) {
    this.id = id;
    this.owner = owner;
    this.host = host;
    ice = new IceLite(local, new Addresses(), now);
    path = new SecurePath(ice);
    dtls = new DtlsLink(this, host, ice, path);
    data = new DataLink(this, host, dtls);
    rtcpSender = new RtcpSender(path, this::crashed, now);
    receiver = new RtpReceiver(rtcpSender, RtcpSender.LOCAL_SSRC);
    subscriptions = new Subscriptions(id, new RtpSender(path, this::crashed));
    rtcpReceiver = new RtcpReceiver(receiver, subscriptions, rtcpSender);
  }

  private final class Addresses implements IceLite.Listener {
    @Override
    public boolean addressValidated(InetSocketAddress remote, long now) {
      return host.addressValidated(Transport.this, remote, now);
    }

    @Override
    public void addressForgotten(InetSocketAddress remote) {
      host.addressForgotten(Transport.this, remote);
    }

    @Override
    public void ufragRetired(String ufrag) {
      host.ufragRetired(Transport.this, ufrag);
    }
  }

  /** As ordered. */
  public String id() {
    return id;
  }

  /** Whom events are addressed to. */
  public String owner() {
    return owner;
  }

  /** Whether media may flow. */
  public boolean connected() {
    return connected;
  }

  /** Whether {@code remote} is its peer's address for sure: see {@link IceLite#holds}. */
  public boolean holds(InetSocketAddress remote, long now) {
    return ice.holds(remote, now);
  }

  private void crashed(RuntimeException cause) {
    host.crashed(this, cause);
  }

  /** Takes a datagram from a verified address, or STUN that names a ufrag of ours. */
  public void onDatagram(Packet packet, long now, Output out) {
    int first = packet.length == 0 ? -1 : packet.bytes[packet.offset] & 0xFF;
    if (first >= 128 && first <= 191 && packet.length >= 2) {
      int second = packet.bytes[packet.offset + 1] & 0xFF;
      if (second >= 192 && second <= 223) {
        onRtcp(packet, now, out);
      } else {
        onRtp(packet, now, out);
      }
    } else if (first >= 0 && first <= 3) {
      onStun(packet, now, out);
    } else if (first >= 20 && first <= 63) {
      onDtls(packet, now, out);
    } else {
      out.drop(DropReason.UNKNOWN_PROTOCOL);
    }
  }

  private void onDtls(Packet packet, long now, Output out) {
    source = packet.remote;
    dtls.onDatagram(packet, now, out);
    source = null;
  }

  private void onStun(Packet packet, long now, Output out) {
    InetSocketAddress before = ice.path();
    ice.onDatagram(packet, now, out);
    InetSocketAddress after = ice.path();
    if (packet.remote.equals(after)) {
      path.local(packet.local);
    }
    if (before == null && after != null) {
      dtls.onPath(now);
    }
  }

  private void onRtp(Packet packet, long now, Output out) {
    DropReason refused =
        path.srtp() == null ? DropReason.SRTP_NOT_READY : path.srtp().unprotectRtp(packet);
    if (refused != null) {
      out.drop(refused);
      return;
    }
    ice.proved(packet.remote, now);
    receiver.onRtp(packet, now, out);
  }

  private void onRtcp(Packet packet, long now, Output out) {
    DropReason refused =
        path.srtp() == null ? DropReason.SRTP_NOT_READY : path.srtp().unprotectRtcp(packet);
    if (refused != null) {
      out.drop(refused);
      return;
    }
    ice.proved(packet.remote, now);
    rtcpReceiver.onRtcp(packet, now, out);
  }

  /** Takes what a handshake told {@link TransportHost#mailbox}. */
  public void onDtls(DtlsEvent event, long now, Output out) {
    dtls.onEvent(event, now, out);
  }

  /** Takes what DTLS carried. */
  void onApplicationData(byte[] bytes, int offset, int length, long now, Output out) {
    if (source != null) {
      ice.proved(source, now);
    }
    data.onDatagram(bytes, offset, length, now, out);
  }

  /** The peer is verified: data channels may be set up. */
  void onSession(long now, Output out) {
    data.start(now, out);
  }

  /** Keys and a session that no handshake made: for stories in virtual time. */
  public void secure(SrtpContext keys, DtlsSession session, String profile, long now, Output out) {
    dtls.install(session);
    secure(keys, profile, now, out);
    onSession(now, out);
  }

  /** Sends a message on a data channel. */
  public void sendData(DataMessage message, long now, Output out) {
    data.send(message, now, out);
  }

  /** Media may flow: keys whose peer has been verified. */
  public void secure(SrtpContext keys, String profile, long now, Output out) {
    path.secure(keys);
    if (!connected) {
      connected = true;
      out.event(new TransportConnected(owner, id, describe(ice.path()), profile));
      subscriptions.start(now, out);
    }
  }

  private static String describe(InetSocketAddress address) {
    return address == null
        ? ""
        : address.getAddress().getHostAddress() + " port " + address.getPort();
  }

  /** Does what is due. */
  public void onTimeout(long now, Output out) {
    TransportFailure failure = ice.failure(now);
    if (failure != null) {
      host.failed(this, failure, "nothing heard from the peer");
      return;
    }
    if (ice.fellSilent(now)) {
      out.event(new TransportSilent(owner, id));
    }
    dtls.onTimeout(now);
    data.onTimeout(now, out);
    for (UpTrack track : receiver.tracks()) {
      if (now - track.nextDeadline() >= 0) {
        track.onTimeout(now, out);
      }
    }
    rtcpSender.onTimeout(receiver.inbound(), subscriptions.all(), now, out);
    rtcpSender.sendFeedback(receiver.feedback(), now, out);
  }

  /** Carries out an order that names this transport; one about an unknown track is counted. */
  public void apply(MediaCommand command, long now, Output out) {
    switch (command) {
      case MediaCommand.SetRemote c -> dtls.setRemote(c.fingerprint(), c.localRole(), now, out);
      case MediaCommand.RestartIce c -> ice.restart(c.local(), now);
      case MediaCommand.AddUpTrack c -> host.tracks().add(receiver.add(owner, c.spec()), now, out);
      case MediaCommand.RemoveUpTrack c -> removeUpTrack(c.trackSid(), now, out);
      case MediaCommand.AddDownTrack c -> subscriptions.add(c.spec(), host.tracks(), now);
      case MediaCommand.RemoveDownTrack c ->
          ignoredUnless(subscriptions.remove(c.trackSid(), host.tracks()), out);
      case MediaCommand.SetDownTrack c ->
          ignoredUnless(subscriptions.set(c.trackSid(), c.settings()), out);
      case MediaCommand.SetDataChannels c -> data.set(c, now, out);
      case MediaCommand.TakeData c -> data.take(c.bytes(), now, out);
      case MediaCommand.AddDataUpTrack c -> data.tracks().publish(c.trackSid(), c.handle());
      case MediaCommand.RemoveDataUpTrack c ->
          ignoredUnless(data.tracks().unpublish(c.trackSid()), out);
      case MediaCommand.AddDataDownTrack c -> data.tracks().receive(c.trackSid(), c.handle());
      case MediaCommand.RemoveDataDownTrack c ->
          ignoredUnless(data.tracks().stopReceiving(c.trackSid()), out);
      default -> out.count(MediaCounter.COMMANDS_IGNORED, 1);
    }
  }

  private void removeUpTrack(String trackSid, long now, Output out) {
    UpTrack gone = receiver.remove(trackSid);
    if (gone != null) {
      host.tracks().remove(gone, now, out);
    }
    ignoredUnless(gone != null, out);
  }

  private static void ignoredUnless(boolean done, Output out) {
    if (!done) {
      out.count(MediaCounter.COMMANDS_IGNORED, 1);
    }
  }

  /** What there is, for an actor that came back. */
  public TransportSnapshot snapshot() {
    List<UpTrackSpec> published = new ArrayList<>();
    for (UpTrack track : receiver.tracks()) {
      published.add(track.spec());
    }
    return new TransportSnapshot(id, connected, published, subscriptions.specs(), data.open());
  }

  /** Says goodbye and forgets everything, be it that saying goodbye fails. */
  public void close(long now, Output out) {
    try {
      rtcpSender.bye(subscriptions.all(), out);
      data.close(now, out);
      dtls.close(out);
    } finally {
      ice.close();
      data.tracks().close();
      subscriptions.close(host.tracks());
      for (UpTrack track : receiver.tracks()) {
        host.tracks().remove(track, now, out);
      }
    }
  }
}
