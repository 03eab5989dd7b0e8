package dev.kindling.kit.secret;

import dev.kindling.kit.config.Settings;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.SecretReferences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts secrets in the place of their references, {@code ${secret:name}}: from a file of that name
 * in one folder, as Docker and Kubernetes mount them, else from the environment. These are the
 * secrets of the service's own machine; those of jobs are on the drivers' machines. Nothing is
 * kept. Thread-safe.
 */
public final class SecretStore {
  private static final String STANDARD_FOLDER = "/run/secrets";

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder of the files
   * @param environment by the names of the variables
   */
  public SecretStore(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** The one that a service's settings tell of. */
  public static SecretStore from(Settings settings) {
    return new SecretStore(
        Path.of(settings.text(GuardProtocol.ENV_SECRETS_DIR, STANDARD_FOLDER)),
        settings.family(GuardProtocol.ENV_SECRET_PREFIX));
  }

  /**
   * A setting that is a secret, or refers to one; what is wrong with the reference is a problem of
   * the setting. Blocking: it may read files.
   */
  public Optional<String> setting(Settings settings, String name) {
    Optional<String> given = settings.secret(name);
    try {
      return given.isEmpty() ? given : Optional.of(resolve(given.get()).strip());
    } catch (NoSuchSecret e) {
      settings.problem(name, "names a secret. " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * A text with every reference replaced. Blocking: it may read files.
   *
   * @throws NoSuchSecret if one of them is not there; the message says where it was looked for
   */
  public String resolve(String text) throws NoSuchSecret {
    StringBuilder resolved = new StringBuilder();
    Matcher reference = SecretReferences.FORM.matcher(text);
    while (reference.find()) {
      reference.appendReplacement(resolved, Matcher.quoteReplacement(secret(reference.group(1))));
    }
    return reference.appendTail(resolved).toString();
  }

  private String secret(String name) throws NoSuchSecret {
    Path file = folder.resolve(name);
    String variable = SecretReferences.variableOf(name);
    try {
      if (Files.isRegularFile(file)) {
        return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\n$", "");
      }
    } catch (IOException e) {
      throw new NoSuchSecret("The secret " + name + " cannot be read: " + e + ".");
    }
    String value = environment.get(variable);
    if (value == null) {
      throw new NoSuchSecret(
          "The secret "
              + name
              + " is not here: put it into the file "
              + file
              + " or the variable "
              + variable
              + " of this service.");
    }
    return value;
  }

  /** A reference leads nowhere; the message never tells a secret. */
  public static final class NoSuchSecret extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchSecret(String message) {
      super(message);
    }
  }
}
