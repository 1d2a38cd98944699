package akkord.api.auth;

import java.util.Optional;

/** Where the secrets of API keys come from. Every node of a cluster must know the same keys. */
@FunctionalInterface
public interface KeyProvider {
  /** The secret that tokens issued by {@code apiKey} are signed with; empty for an unknown key. */
  Optional<String> secret(String apiKey);
}
