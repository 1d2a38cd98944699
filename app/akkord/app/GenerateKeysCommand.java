package akkord.app;

import akkord.actors.Guid;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a new API key with its secret. */
@Command(
    name = "generate-keys",
    description = "Prints a new API key with its secret.",
    mixinStandardHelpOptions = true)
final class GenerateKeysCommand implements Callable<Integer> {
  private static final int SECRET_BYTES = 32;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    spec.commandLine()
        .getOut()
        .printf(
            "API key:    %s%nAPI secret: %s%n",
            Guid.of("API"), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    return 0;
  }
}
