package akkord.media.sdp;

import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One {@code m=} section. What a description says once for all sections (ICE credentials,
 * fingerprint, setup, direction, extensions) is repeated in each.
 *
 * @param media {@code audio}, {@code video}, {@code application} or whatever was written
 * @param port 0 rejects or stops the section, unless {@code bundleOnly}
 * @param protocol for example {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types or {@code webrtc-datachannel}, the preferred one first
 * @param mid {@code a=mid}, empty if not written
 * @param bundleOnly {@code a=bundle-only}
 * @param direction {@code sendrecv} if not written
 * @param ice credentials of the writer
 * @param iceOptions {@code a=ice-options} tokens
 * @param fingerprint of the writer's certificate; sha-256 if there are several
 * @param setup the writer's DTLS role
 * @param candidates {@code a=candidate} values, without {@code a=}
 * @param endOfCandidates {@code a=end-of-candidates}
 * @param rtcpMux {@code a=rtcp-mux}
 * @param rtcpReducedSize {@code a=rtcp-rsize}
 * @param payloads payload types in the order of {@code formats}; empty unless RTP
 * @param extensions header extensions
 * @param msid first {@code a=msid}
 * @param sources {@code a=ssrc}
 * @param sourceGroups {@code a=ssrc-group}
 * @param rids {@code a=rid}
 * @param simulcast {@code a=simulcast}
 * @param sctpPort 0 if not written
 * @param maxMessageSize bytes; 0 if not written
 */
public record MediaSection(
    String media,
    int port,
    String protocol,
    List<String> formats,
    String mid,
    boolean bundleOnly,
    Direction direction,
    Optional<IceCredentials> ice,
    List<String> iceOptions,
    Optional<Fingerprint> fingerprint,
    Optional<Setup> setup,
    List<String> candidates,
    boolean endOfCandidates,
    boolean rtcpMux,
    boolean rtcpReducedSize,
    List<RtpPayload> payloads,
    List<Extmap> extensions,
    Optional<Msid> msid,
    List<Source> sources,
    List<SourceGroup> sourceGroups,
    List<Rid> rids,
    Optional<Simulcast> simulcast,
    int sctpPort,
    int maxMessageSize) {
  /** Copies the lists. */
  public MediaSection {
    formats = List.copyOf(formats);
    iceOptions = List.copyOf(iceOptions);
    candidates = List.copyOf(candidates);
    payloads = List.copyOf(payloads);
    extensions = List.copyOf(extensions);
    sources = List.copyOf(sources);
    sourceGroups = List.copyOf(sourceGroups);
    rids = List.copyOf(rids);
  }

  /** Audio or video; empty for anything else. */
  public Optional<Kind> kind() {
    return switch (media.toLowerCase(Locale.ROOT)) {
      case "audio" -> Optional.of(Kind.AUDIO);
      case "video" -> Optional.of(Kind.VIDEO);
      default -> Optional.empty();
    };
  }

  /** Whether this carries data channels (RFC 8841). */
  public boolean isDataChannel() {
    return media.equals("application")
        && protocol.endsWith("DTLS/SCTP")
        && formats.contains("webrtc-datachannel");
  }

  /** Whether the writer rejected or stopped this section. */
  public boolean isRejected() {
    return port == 0 && !bundleOnly;
  }

  /** A builder with nothing but the {@code m=} line. */
  public static Builder builder(String media, int port, String protocol) {
    return new Builder(media, port, protocol);
  }

  /** Collects one section. */
  public static final class Builder {
    private final String media;
    private final int port;
    private final String protocol;
    private List<String> formats = new ArrayList<>();
    private String mid = "";
    private boolean bundleOnly;
    private Direction direction = Direction.SENDRECV;
    private Optional<IceCredentials> ice = Optional.empty();
    private List<String> iceOptions = List.of();
    private Optional<Fingerprint> fingerprint = Optional.empty();
    private Optional<Setup> setup = Optional.empty();
    private final List<String> candidates = new ArrayList<>();
    private boolean endOfCandidates;
    private boolean rtcpMux;
    private boolean rtcpReducedSize;
    private final List<RtpPayload> payloads = new ArrayList<>();
    private final List<Extmap> extensions = new ArrayList<>();
    private Optional<Msid> msid = Optional.empty();
    private final List<Source> sources = new ArrayList<>();
    private final List<SourceGroup> sourceGroups = new ArrayList<>();
    private final List<Rid> rids = new ArrayList<>();
    private Optional<Simulcast> simulcast = Optional.empty();
    private int sctpPort;
    private int maxMessageSize;

    private Builder(String media, int port, String protocol) {
      this.media = media;
      this.port = port;
      this.protocol = protocol;
    }

    /** Sets the formats of a section that is not RTP, or is rejected. */
    public Builder formats(List<String> value) {
      formats = new ArrayList<>(value);
      return this;
    }

    /** Sets {@code a=mid}. */
    public Builder mid(String value) {
      mid = value;
      return this;
    }

    /** Sets {@code a=bundle-only}. */
    public Builder bundleOnly() {
      bundleOnly = true;
      return this;
    }

    /** Sets the direction. */
    public Builder direction(Direction value) {
      direction = value;
      return this;
    }

    /** Sets the ICE credentials. */
    public Builder ice(IceCredentials value) {
      ice = Optional.of(value);
      return this;
    }

    /** Sets {@code a=ice-options}. */
    public Builder iceOptions(List<String> value) {
      iceOptions = value;
      return this;
    }

    /** Sets the certificate's fingerprint. */
    public Builder fingerprint(Fingerprint value) {
      fingerprint = Optional.of(value);
      return this;
    }

    /** Sets the DTLS role. */
    public Builder setup(Setup value) {
      setup = Optional.of(value);
      return this;
    }

    /** Adds a candidate, without {@code a=}. */
    public Builder candidate(String value) {
      candidates.add(value);
      return this;
    }

    /** Sets {@code a=end-of-candidates}. */
    public Builder endOfCandidates() {
      endOfCandidates = true;
      return this;
    }

    /** Sets {@code a=rtcp-mux}. */
    public Builder rtcpMux() {
      rtcpMux = true;
      return this;
    }

    /** Sets {@code a=rtcp-rsize}. */
    public Builder rtcpReducedSize() {
      rtcpReducedSize = true;
      return this;
    }

    /** Adds a payload type, and its format. */
    public Builder payload(RtpPayload value) {
      payloads.add(value);
      formats.add(String.valueOf(value.payloadType()));
      return this;
    }

    /** Sets the payload types of formats that are there already. */
    Builder payloads(List<RtpPayload> value) {
      payloads.addAll(value);
      return this;
    }

    /** Adds a header extension. */
    public Builder extension(Extmap value) {
      extensions.add(value);
      return this;
    }

    /** Sets {@code a=msid}. */
    public Builder msid(Msid value) {
      msid = Optional.of(value);
      return this;
    }

    /** Adds a source. */
    public Builder source(Source value) {
      sources.add(value);
      return this;
    }

    /** Adds a source group. */
    public Builder sourceGroup(SourceGroup value) {
      sourceGroups.add(value);
      return this;
    }

    /** Adds a rid. */
    public Builder rid(Rid value) {
      rids.add(value);
      return this;
    }

    /** Sets {@code a=simulcast}. */
    public Builder simulcast(Simulcast value) {
      simulcast = Optional.of(value);
      return this;
    }

    /** Sets {@code a=sctp-port}. */
    public Builder sctpPort(int value) {
      sctpPort = value;
      return this;
    }

    /** Sets {@code a=max-message-size} in bytes. */
    public Builder maxMessageSize(int value) {
      maxMessageSize = value;
      return this;
    }

    /** The section. */
    public MediaSection build() {
      return new MediaSection(
          media,
          port,
          protocol,
          formats,
          mid,
          bundleOnly,
          direction,
          ice,
          iceOptions,
          fingerprint,
          setup,
          candidates,
          endOfCandidates,
          rtcpMux,
          rtcpReducedSize,
          payloads,
          extensions,
          msid,
          sources,
          sourceGroups,
          rids,
          simulcast,
          sctpPort,
          maxMessageSize);
    }
  }
}
