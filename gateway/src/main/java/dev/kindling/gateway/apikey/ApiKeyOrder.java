package dev.kindling.gateway.apikey;

import dev.kindling.gateway.access.Role;
import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a person asks for: the schema {@code ApiKeyOrder} of the contract.
 *
 * @param name of the key
 * @param description may be null
 * @param role what its owner may do
 * @param scope labels; null for everything
 * @param expiresAt null for never
 */
record ApiKeyOrder(
    String name, String description, Role role, Map<String, String> scope, Instant expiresAt) {
  private static final int LONGEST_DESCRIPTION = 1_000;

  /** Everything that is wrong with it. */
  List<FieldProblem> problems(Instant now) {
    List<FieldProblem> problems = new ArrayList<>();
    if (name == null) {
      problems.add(new FieldProblem("name", "is missing: who will use the key?"));
    } else {
      Names.problem(name).ifPresent(p -> problems.add(new FieldProblem("name", p + ".")));
    }
    if (role == null) {
      problems.add(new FieldProblem("role", "is missing: \"viewer\", \"operator\" or \"admin\"."));
    }
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      problems.add(
          new FieldProblem(
              "description", "must have at most " + LONGEST_DESCRIPTION + " characters."));
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      problems.add(new FieldProblem("expiresAt", "is in the past: the key would never work."));
    }
    return problems;
  }
}
