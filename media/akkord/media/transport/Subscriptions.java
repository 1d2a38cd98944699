package akkord.media.transport;

import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.Output;
import akkord.media.forward.DownTrack;
import akkord.media.forward.PacketSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The down-tracks of one transport. */
final class Subscriptions {
  private final String transport;
  private final PacketSink sink;
  private Outbound[] outbound = new Outbound[0];

  Subscriptions(String transport, PacketSink sink) {
    this.transport = transport;
    this.sink = sink;
  }

  /** Starts sending a track. Repeated, it only selects; with other parameters it starts anew. */
  void add(DownTrackSpec spec, TrackTable tracks, long now) {
    Outbound present = find(spec.trackSid());
    if (present != null && isSame(present.track.spec(), spec)) {
      present.track.apply(spec.settings());
      return;
    }
    if (present != null) {
      remove(spec.trackSid(), tracks);
    }
    Outbound added = new Outbound(new DownTrack(transport, spec, sink));
    if (present != null) {
      added.track.continues(present.track);
    }
    outbound = Arrays.copyOf(outbound, outbound.length + 1);
    outbound[outbound.length - 1] = added;
    tracks.add(added.track, now);
  }

  private static boolean isSame(DownTrackSpec a, DownTrackSpec b) {
    return withSettings(a, b.settings()).equals(b);
  }

  private static DownTrackSpec withSettings(DownTrackSpec spec, DownTrackSettings settings) {
    return new DownTrackSpec(
        spec.trackSid(),
        spec.kind(),
        spec.mid(),
        spec.codec(),
        spec.extensions(),
        spec.ssrc(),
        spec.rtxSsrc(),
        spec.cname(),
        settings);
  }

  /** Packets can be sent from now on. */
  void start(long now, Output out) {
    for (Outbound each : outbound) {
      each.track.start(now, out);
    }
  }

  /** Stops sending a track; false if it was not sent. */
  boolean remove(String trackSid, TrackTable tracks) {
    Outbound gone = find(trackSid);
    if (gone == null) {
      return false;
    }
    outbound = Arrays.stream(outbound).filter(each -> each != gone).toArray(Outbound[]::new);
    tracks.remove(gone.track);
    return true;
  }

  /** Changes the selection; false if there is no such track. */
  boolean set(String trackSid, DownTrackSettings settings) {
    Outbound present = find(trackSid);
    if (present != null) {
      present.track.apply(settings);
    }
    return present != null;
  }

  private Outbound find(String trackSid) {
    for (Outbound each : outbound) {
      if (each.track.spec().trackSid().equals(trackSid)) {
        return each;
      }
    }
    return null;
  }

  /** The track sent with this SSRC, null if none. */
  DownTrack findSsrc(long ssrc) {
    for (Outbound each : outbound) {
      if (each.track.spec().ssrc() == ssrc) {
        return each.track;
      }
    }
    return null;
  }

  /** All of them; do not change the array, it is replaced at every change. */
  Outbound[] all() {
    return outbound;
  }

  /** What is sent, with the selections of now. */
  List<DownTrackSpec> specs() {
    List<DownTrackSpec> specs = new ArrayList<>();
    for (Outbound each : outbound) {
      specs.add(withSettings(each.track.spec(), each.track.settings()));
    }
    return specs;
  }

  /** Stops sending everything. */
  void close(TrackTable tracks) {
    for (Outbound each : outbound) {
      tracks.remove(each.track);
    }
    outbound = new Outbound[0];
  }
}
