package dev.kindling.gateway.webhook;

import dev.kindling.model.guard.SecretReferences;
import dev.kindling.model.json.OneOrMany;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person writes to let somebody send webhooks.
 *
 * @param description for people, may be null
 * @param format how the sender signs; null only in an invalid spec
 * @param secret references to what it signs with, {@code ${secret:name}}; several while one is
 *     changed for another
 * @param source of the events that deliveries become; {@code /webhooks/NAME} if left out
 * @param tolerance how far the sender's clock may be from ours; five minutes if left out
 */
public record WebhookSpec(
    String description,
    WebhookFormat format,
    @OneOrMany List<String> secret,
    String source,
    Duration tolerance) {
  static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);
  private static final int MOST_SECRETS = 5;
  private static final int LONGEST = 1_000;

  public WebhookSpec {
    secret = secret == null ? List.of() : List.copyOf(secret);
    tolerance = tolerance == null ? DEFAULT_TOLERANCE : tolerance;
  }

  /** Everything that is wrong with it. */
  List<FieldProblem> problems() {
    List<FieldProblem> problems = new ArrayList<>();
    if (format == null) {
      problems.add(
          new FieldProblem(
              "format", "is missing: \"standard\" for Standard Webhooks, or \"github\"."));
    }
    if (secret.isEmpty() || secret.size() > MOST_SECRETS) {
      problems.add(
          new FieldProblem(
              "secret", "is missing: one to five references to secrets, \"${secret:name}\"."));
    }
    for (String one : secret) {
      if (!SecretReferences.FORM.matcher(one).matches()) {
        problems.add(
            new FieldProblem(
                "secret", "must be a reference to a secret, ${secret:name}, and nothing else."));
      }
    }
    if (source != null && (source.isBlank() || source.length() > LONGEST)) {
      problems.add(new FieldProblem("source", "must have 1 to " + LONGEST + " characters."));
    }
    if (description != null && description.length() > LONGEST) {
      problems.add(
          new FieldProblem("description", "must have at most " + LONGEST + " characters."));
    }
    if (tolerance.isNegative()
        || tolerance.isZero()
        || tolerance.compareTo(LONGEST_TOLERANCE) > 0) {
      problems.add(new FieldProblem("tolerance", "must be longer than zero, PT1H at most."));
    }
    return problems;
  }
}
