package akkord.actors.participant;

import akkord.media.Candidate;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import java.util.List;

/**
 * What we put in every description of one peer connection.
 *
 * @param ice our credentials
 * @param fingerprint of our certificate
 * @param candidates of the worker that carries the connection
 */
public record LocalTransport(
    IceCredentials ice, Fingerprint fingerprint, List<Candidate> candidates) {
  /** Copies the list. */
  public LocalTransport {
    candidates = List.copyOf(candidates);
  }

  /** The same with other credentials. */
  public LocalTransport withIce(IceCredentials fresh) {
    return new LocalTransport(fresh, fingerprint, candidates);
  }
}
