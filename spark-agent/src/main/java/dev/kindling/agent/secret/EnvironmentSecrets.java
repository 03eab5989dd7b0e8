package dev.kindling.agent.secret;

import dev.kindling.model.guard.SecretReferences;
import java.util.Map;
import java.util.Optional;

/** One variable a secret, in the environment that the worker's machine gives its drivers. */
final class EnvironmentSecrets implements SecretProvider {
  private final Map<String, String> environment;

  EnvironmentSecrets(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(environment.get(SecretReferences.variableOf(name)));
  }

  @Override
  public String place(String name) {
    return "the variable " + SecretReferences.variableOf(name);
  }
}
