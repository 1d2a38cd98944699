package akkord.media.sdp;

import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the attributes of one section, or of the session, whose sections inherit them. */
final class SectionParser {
  private static final int MAX_MID = 64;

  private final int line;
  private final MediaSection.Builder builder;
  private final List<String> formats;
  private final PayloadTable payloads = new PayloadTable();
  private final boolean rtp;
  private final Map<Long, Source> sources = new LinkedHashMap<>();
  private final Map<Integer, Extmap> extensions = new LinkedHashMap<>();
  private String ufrag = "";
  private String password = "";
  private List<String> iceOptions = List.of();
  private Fingerprint fingerprint;
  private boolean inheritedFingerprint;
  private Setup setup;
  private Direction direction = Direction.SENDRECV;
  private boolean hasMsid;

  private SectionParser(int line, MediaSection.Builder builder, List<String> formats, boolean rtp) {
    this.line = line;
    this.builder = builder;
    this.formats = formats;
    this.rtp = rtp;
  }

  /** For attributes before the first {@code m=}. */
  static SectionParser session() {
    return new SectionParser(0, MediaSection.builder("", 0, ""), List.of(), false);
  }

  /** For the section that begins with {@code m=value}. */
  static SectionParser media(int line, String value, SectionParser session) throws SdpException {
    List<String> parts = Words.of(value);
    if (parts.size() < 4) {
      throw new SdpException(line, "m= needs a medium, a port, a protocol and formats");
    }
    long port = Words.number(beforeSlash(parts.get(1)));
    if (port < 0 || port > 65535) {
      throw new SdpException(line, "m= has no port between 0 and 65535");
    }
    List<String> formats = parts.subList(3, parts.size());
    boolean rtp = parts.get(2).contains("RTP");
    SectionParser section =
        new SectionParser(
            line, MediaSection.builder(parts.get(0), (int) port, parts.get(2)), formats, rtp);
    if (rtp) {
      section.payloads.declare(line, formats);
    }
    section.inherit(session);
    return section;
  }

  private void inherit(SectionParser session) {
    ufrag = session.ufrag;
    password = session.password;
    iceOptions = session.iceOptions;
    fingerprint = session.fingerprint;
    inheritedFingerprint = true;
    setup = session.setup;
    direction = session.direction;
    extensions.putAll(session.extensions);
  }

  /** The line of {@code m=}. */
  int line() {
    return line;
  }

  /** Takes {@code a=name:value}. */
  void attribute(int at, String name, String value) throws SdpException {
    switch (name) {
      case "mid" -> mid(at, value);
      case "bundle-only" -> builder.bundleOnly();
      case "sendrecv", "sendonly", "recvonly", "inactive" ->
          direction = Direction.valueOf(name.toUpperCase(Locale.ROOT));
      case "ice-ufrag" -> ufrag = credential(at, name, value, 4);
      case "ice-pwd" -> password = credential(at, name, value, 22);
      case "ice-options" -> iceOptions = Words.of(value);
      case "fingerprint" -> fingerprint(at, value);
      case "setup" -> setup = setup(at, value);
      case "candidate" -> builder.candidate("candidate:" + value);
      case "end-of-candidates" -> builder.endOfCandidates();
      case "rtcp-mux" -> builder.rtcpMux();
      case "rtcp-rsize" -> builder.rtcpReducedSize();
      case "rtpmap" -> payloads.rtpmap(at, value);
      case "fmtp" -> payloads.fmtp(at, value);
      case "rtcp-fb" -> payloads.feedback(at, value);
      case "extmap" -> extmap(at, value);
      case "msid" -> msid(value);
      case "ssrc" -> source(at, value);
      case "ssrc-group" -> sourceGroup(at, value);
      case "rid" -> rid(at, value);
      case "simulcast" -> builder.simulcast(simulcast(at, value));
      case "sctp-port" -> builder.sctpPort((int) bounded(at, name, value, 65535));
      case "max-message-size" ->
          builder.maxMessageSize(
              (int) Math.min(Integer.MAX_VALUE, bounded(at, name, value, Long.MAX_VALUE)));
      default -> {}
    }
  }

  /** The section. */
  MediaSection build() {
    if (!ufrag.isEmpty() && !password.isEmpty()) {
      builder.ice(new IceCredentials(ufrag, password));
    }
    if (fingerprint != null) {
      builder.fingerprint(fingerprint);
    }
    if (setup != null) {
      builder.setup(setup);
    }
    extensions.values().forEach(builder::extension);
    sources.values().forEach(builder::source);
    return builder
        .formats(formats)
        .payloads(rtp ? payloads.build() : List.of())
        .iceOptions(iceOptions)
        .direction(direction)
        .build();
  }

  private void mid(int at, String value) throws SdpException {
    if (value.isEmpty() || value.length() > MAX_MID || value.indexOf(' ') >= 0) {
      throw new SdpException(at, "a=mid must be a token of 1 to " + MAX_MID + " characters");
    }
    builder.mid(value);
  }

  private static String credential(int at, String name, String value, int shortest)
      throws SdpException {
    boolean bad = value.length() < shortest || value.length() > 256;
    for (int i = 0; i < value.length() && !bad; i++) {
      bad = value.charAt(i) <= ' ' || value.charAt(i) > '~';
    }
    if (bad) {
      // The value is a secret: it must not be quoted.
      throw new SdpException(at, "a=" + name + " must have " + shortest + " to 256 characters");
    }
    return value;
  }

  private void fingerprint(int at, String value) throws SdpException {
    int space = value.indexOf(' ');
    String algorithm = value.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
    String hash = value.substring(space + 1).strip().toUpperCase(Locale.ROOT);
    int bytes =
        switch (algorithm) {
          case "sha-1" -> 20;
          case "sha-224" -> 28;
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default ->
              throw new SdpException(
                  at, "a=fingerprint with an unknown hash: " + SdpException.quote(value));
        };
    if (!isHash(hash, bytes)) {
      throw new SdpException(
          at, "a=fingerprint " + algorithm + " needs " + bytes + " hexadecimal bytes with colons");
    }
    if (fingerprint == null || inheritedFingerprint || algorithm.equals("sha-256")) {
      fingerprint = new Fingerprint(algorithm, hash);
      inheritedFingerprint = false;
    }
  }

  private static boolean isHash(String hash, int bytes) {
    if (hash.length() != bytes * 3 - 1) {
      return false;
    }
    for (int i = 0; i < hash.length(); i++) {
      char c = hash.charAt(i);
      boolean fits = i % 3 == 2 ? c == ':' : Character.digit(c, 16) >= 0 && c < 0x80;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Setup setup(int at, String value) throws SdpException {
    for (Setup setup : Setup.values()) {
      if (setup.attribute().equals(value)) {
        return setup;
      }
    }
    throw new SdpException(at, "a=setup with an unknown role: " + SdpException.quote(value));
  }

  private void extmap(int at, String value) throws SdpException {
    List<String> parts = Words.of(value);
    long id = parts.size() < 2 ? -1 : Words.number(beforeSlash(parts.get(0)));
    if (id < 0) {
      throw new SdpException(at, "a=extmap needs an id and a URI");
    }
    // 0 and ids above 255 are reserved (RFC 8285 6).
    if (id > 0 && id < 256) {
      extensions.put((int) id, new Extmap((int) id, parts.get(1)));
    }
  }

  private void msid(String value) {
    List<String> parts = Words.of(value);
    if (!hasMsid && !parts.isEmpty()) {
      hasMsid = true;
      builder.msid(new Msid(parts.get(0), parts.size() < 2 ? "" : parts.get(1)));
    }
  }

  private void source(int at, String value) throws SdpException {
    int space = value.indexOf(' ');
    long ssrc = ssrc(at, space < 0 ? value : value.substring(0, space));
    String attribute = space < 0 ? "" : value.substring(space + 1).strip();
    Source known = sources.getOrDefault(ssrc, new Source(ssrc, "", ""));
    if (attribute.startsWith("cname:")) {
      known = new Source(ssrc, attribute.substring("cname:".length()).strip(), known.msid());
    } else if (attribute.startsWith("msid:")) {
      known = new Source(ssrc, known.cname(), attribute.substring("msid:".length()).strip());
    }
    sources.put(ssrc, known);
  }

  private void sourceGroup(int at, String value) throws SdpException {
    List<String> parts = Words.of(value);
    List<Long> ssrcs = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      ssrcs.add(ssrc(at, parts.get(i)));
    }
    if (ssrcs.isEmpty()) {
      throw new SdpException(at, "a=ssrc-group without an SSRC");
    }
    builder.sourceGroup(new SourceGroup(parts.get(0), ssrcs));
  }

  private static long ssrc(int at, String text) throws SdpException {
    long ssrc = Words.number(text);
    if (ssrc < 0 || ssrc > 0xffff_ffffL) {
      throw new SdpException(at, "not an SSRC: " + SdpException.quote(text));
    }
    return ssrc;
  }

  private void rid(int at, String value) throws SdpException {
    List<String> parts = Words.of(value);
    if (parts.size() < 2 || !(parts.get(1).equals("send") || parts.get(1).equals("recv"))) {
      throw new SdpException(at, "a=rid needs an id and a direction");
    }
    String restrictions = String.join(" ", parts.subList(2, parts.size()));
    builder.rid(new Rid(parts.get(0), parts.get(1).equals("send"), restrictions));
  }

  private static Simulcast simulcast(int at, String value) throws SdpException {
    List<Simulcast.Stream> send = new ArrayList<>();
    List<Simulcast.Stream> receive = new ArrayList<>();
    List<String> parts = Words.of(value);
    for (int i = 0; i < parts.size(); i += 2) {
      boolean sends = parts.get(i).equals("send");
      if (i + 1 == parts.size() || !(sends || parts.get(i).equals("recv"))) {
        throw new SdpException(at, "a=simulcast needs a direction before each list");
      }
      for (String stream : parts.get(i + 1).split(";", -1)) {
        String first = stream.split(",", 2)[0];
        boolean paused = first.startsWith("~");
        String rid = paused ? first.substring(1) : first;
        if (!rid.isEmpty()) {
          (sends ? send : receive).add(new Simulcast.Stream(rid, paused));
        }
      }
    }
    return new Simulcast(send, receive);
  }

  private static String beforeSlash(String word) {
    int slash = word.indexOf('/');
    return slash < 0 ? word : word.substring(0, slash);
  }

  private static long bounded(int at, String name, String value, long most) throws SdpException {
    long number = Words.number(value);
    if (number < 0 || number > most) {
      throw new SdpException(at, "a=" + name + " is no number from 0 to " + most);
    }
    return number;
  }
}
