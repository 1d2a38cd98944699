package akkord.api.auth;

import java.util.Map;
import java.util.Optional;

/**
 * The API keys of the configuration.
 *
 * @param secrets API key to secret
 */
public record ApiKeys(Map<String, String> secrets) implements KeyProvider {
  /** Keeps a copy. */
  public ApiKeys {
    secrets = Map.copyOf(secrets);
  }

  @Override
  public Optional<String> secret(String apiKey) {
    return Optional.ofNullable(secrets.get(apiKey));
  }

  /** Names the keys, never the secrets. */
  @Override
  public String toString() {
    return "ApiKeys" + secrets.keySet();
  }
}
