package akkord.media.sdp;

import java.util.List;

/**
 * {@code a=simulcast} (RFC 8853). Of alternatives for one stream the first is kept.
 *
 * @param send streams that the writer sends, in the order written
 * @param receive streams that the writer receives, in the order written
 */
public record Simulcast(List<Stream> send, List<Stream> receive) {
  /** Copies the lists. */
  public Simulcast {
    send = List.copyOf(send);
    receive = List.copyOf(receive);
  }

  /**
   * One stream.
   *
   * @param rid its {@code a=rid}
   * @param paused whether it was written with a {@code ~}
   */
  public record Stream(String rid, boolean paused) {}
}
