package dev.kindling.gateway.apikey;

import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a key gets its new secret.
 *
 * @param grace how long the one before still works; an hour if left out
 * @param expiresAt the new end of the key; null to leave it as it is
 */
record Rotation(Duration grace, Instant expiresAt) {
  private static final Duration DEFAULT_GRACE = Duration.ofHours(1);
  private static final Duration LONGEST_GRACE = Duration.ofDays(30);

  Rotation {
    grace = grace == null ? DEFAULT_GRACE : grace;
  }

  List<FieldProblem> problems(Instant now) {
    List<FieldProblem> problems = new ArrayList<>();
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      problems.add(new FieldProblem("grace", "must be PT0S to P30D."));
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      problems.add(new FieldProblem("expiresAt", "is in the past: the key would never work."));
    }
    return problems;
  }
}
