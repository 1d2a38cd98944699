package akkord.media.sdp;

import java.util.List;

/**
 * {@code a=ssrc-group} (RFC 5576 4.2).
 *
 * @param semantics for example {@code FID} (a source and its retransmissions) or {@code SIM}
 * @param ssrcs unsigned
 */
public record SourceGroup(String semantics, List<Long> ssrcs) {
  /** Copies the list. */
  public SourceGroup {
    ssrcs = List.copyOf(ssrcs);
  }
}
