package dev.kindling.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may call an operation, as the contract's {@code x-kindling-access} says.
 *
 * @param role what it takes; empty for anyone, known or not
 * @param over what must be in the caller's scope
 */
public record AccessRule(Optional<Role> role, List<Subject> over) {
  private static final String ANYONE = "anyone";

  public AccessRule {
    over = List.copyOf(over);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if an operation has none: nothing is open by oversight
   */
  public static AccessRule of(String operationId, JsonNode rule) {
    if (!rule.path("role").isTextual() || !rule.path("over").isArray()) {
      throw new IllegalArgumentException(
          "the contract does not say who may call "
              + operationId
              + ": x-kindling-access is missing");
    }
    String word = rule.path("role").asText();
    Optional<Role> role = Role.of(word);
    if (role.isEmpty() && !word.equals(ANYONE)) {
      throw new IllegalArgumentException("the contract has no role " + word);
    }
    List<Subject> over = new ArrayList<>();
    rule.path("over").forEach(subject -> over.add(Subject.of(subject.asText())));
    return new AccessRule(role, over);
  }
}
