package dev.kindling.agent.secret;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.SecretReferences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts secrets in the place of their references, {@code ${secret:name}}, from the first provider
 * that has them. Nothing is kept: what is resolved is in the hands of the caller alone. Used by the
 * main thread.
 */
public final class Secrets {
  private static final String STANDARD_FOLDER = "/run/secrets";

  private final List<SecretProvider> providers;

  public Secrets(List<SecretProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** Files first, then the environment, as the worker's machine has them. */
  public static Secrets ofThisMachine(Map<String, String> environment) {
    Path folder = Path.of(environment.getOrDefault(GuardProtocol.ENV_SECRETS_DIR, STANDARD_FOLDER));
    return new Secrets(List.of(new FileSecrets(folder), new EnvironmentSecrets(environment)));
  }

  /** The texts with every reference replaced. */
  public String[] resolve(String[] texts) throws NoSuchSecret {
    String[] resolved = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      resolved[i] = resolve(texts[i]);
    }
    return resolved;
  }

  /** The text with every reference replaced; the same object if there is none. */
  String resolve(String text) throws NoSuchSecret {
    if (!SecretReferences.isIn(text)) {
      return text;
    }
    StringBuilder resolved = new StringBuilder();
    Matcher reference = SecretReferences.FORM.matcher(text);
    while (reference.find()) {
      reference.appendReplacement(resolved, Matcher.quoteReplacement(secret(reference.group(1))));
    }
    return reference.appendTail(resolved).toString();
  }

  private String secret(String name) throws NoSuchSecret {
    List<String> places = new ArrayList<>();
    for (SecretProvider provider : providers) {
      try {
        Optional<String> found = provider.find(name);
        if (found.isPresent()) {
          return found.get();
        }
        places.add(provider.place(name));
      } catch (IOException e) {
        throw new NoSuchSecret(
            "The secret " + name + " cannot be read: " + provider.place(name) + " (" + e + ").");
      }
    }
    throw new NoSuchSecret(
        "The secret "
            + name
            + " is not on the driver's machine: put it into "
            + String.join(" or ", places)
            + ".");
  }
}
