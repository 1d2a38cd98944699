package akkord.media.sdp;

import akkord.media.Kind;
import java.util.List;
import java.util.Optional;

/** Writes descriptions in the order of attributes that browsers use. */
final class SdpWriter {
  private final StringBuilder text = new StringBuilder(4096);

  private SdpWriter() {}

  /** The text of {@code description}. */
  static String write(SessionDescription description) {
    SdpWriter writer = new SdpWriter();
    writer.session(description);
    for (MediaSection section : description.sections()) {
      writer.section(section);
    }
    return writer.text.toString();
  }

  private void session(SessionDescription description) {
    line("v=0");
    line(
        "o=- "
            + Long.toUnsignedString(description.sessionId())
            + " "
            + Long.toUnsignedString(description.sessionVersion())
            + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    if (!description.bundle().isEmpty()) {
      attribute("group", "BUNDLE " + String.join(" ", description.bundle()));
    }
    flag("ice-lite", description.iceLite());
    flag("extmap-allow-mixed", description.extmapAllowMixed());
    attribute("msid-semantic", " WMS *");
  }

  private void section(MediaSection section) {
    line(
        "m="
            + section.media()
            + " "
            + section.port()
            + " "
            + section.protocol()
            + " "
            + String.join(" ", section.formats()));
    line("c=IN IP4 0.0.0.0");
    if (!section.mid().isEmpty()) {
      attribute("mid", section.mid());
    }
    flag("bundle-only", section.bundleOnly());
    transport(section);
    Optional<Kind> kind = section.kind();
    if (kind.isPresent() || section.direction() != Direction.SENDRECV) {
      line("a=" + section.direction().attribute());
    }
    flag("rtcp-mux", section.rtcpMux());
    flag("rtcp-rsize", section.rtcpReducedSize());
    section.extensions().forEach(e -> attribute("extmap", e.id() + " " + e.uri()));
    section.payloads().forEach(this::payload);
    streams(section);
    if (section.sctpPort() != 0) {
      attribute("sctp-port", String.valueOf(section.sctpPort()));
    }
    if (section.maxMessageSize() != 0) {
      attribute("max-message-size", String.valueOf(section.maxMessageSize()));
    }
  }

  private void transport(MediaSection section) {
    section
        .ice()
        .ifPresent(
            ice -> {
              attribute("ice-ufrag", ice.ufrag());
              attribute("ice-pwd", ice.password());
            });
    if (!section.iceOptions().isEmpty()) {
      attribute("ice-options", String.join(" ", section.iceOptions()));
    }
    section.fingerprint().ifPresent(f -> attribute("fingerprint", f.algorithm() + " " + f.value()));
    section.setup().ifPresent(setup -> attribute("setup", setup.attribute()));
    section.candidates().forEach(candidate -> line("a=" + candidate));
    flag("end-of-candidates", section.endOfCandidates());
  }

  private void payload(RtpPayload payload) {
    String type = payload.payloadType() + " ";
    if (!payload.encodingName().isEmpty()) {
      String channels = payload.channels() == 0 ? "" : "/" + payload.channels();
      attribute("rtpmap", type + payload.encodingName() + "/" + payload.clockRate() + channels);
    }
    payload.feedback().forEach(feedback -> attribute("rtcp-fb", type + feedback));
    if (!payload.fmtp().isEmpty()) {
      attribute("fmtp", type + payload.fmtp());
    }
  }

  private void streams(MediaSection section) {
    section.msid().ifPresent(m -> attribute("msid", (m.stream() + " " + m.track()).strip()));
    for (Rid rid : section.rids()) {
      String direction = rid.send() ? " send " : " recv ";
      attribute("rid", (rid.id() + direction + rid.restrictions()).strip());
    }
    section.simulcast().ifPresent(this::simulcast);
    for (SourceGroup group : section.sourceGroups()) {
      StringBuilder ssrcs = new StringBuilder();
      group.ssrcs().forEach(ssrc -> ssrcs.append(' ').append(ssrc));
      attribute("ssrc-group", group.semantics() + ssrcs);
    }
    for (Source source : section.sources()) {
      if (source.cname().isEmpty() && source.msid().isEmpty()) {
        attribute("ssrc", String.valueOf(source.ssrc()));
      }
      if (!source.cname().isEmpty()) {
        attribute("ssrc", source.ssrc() + " cname:" + source.cname());
      }
      if (!source.msid().isEmpty()) {
        attribute("ssrc", source.ssrc() + " msid:" + source.msid());
      }
    }
  }

  private void simulcast(Simulcast simulcast) {
    String send = streamList("send", simulcast.send());
    String receive = streamList("recv", simulcast.receive());
    attribute("simulcast", (send + " " + receive).strip());
  }

  private static String streamList(String direction, List<Simulcast.Stream> streams) {
    if (streams.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder(direction);
    for (int i = 0; i < streams.size(); i++) {
      Simulcast.Stream stream = streams.get(i);
      list.append(i == 0 ? ' ' : ';').append(stream.paused() ? "~" : "").append(stream.rid());
    }
    return list.toString();
  }

  private void flag(String name, boolean present) {
    if (present) {
      line("a=" + name);
    }
  }

  private void attribute(String name, String value) {
    line("a=" + name + ":" + value);
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}
