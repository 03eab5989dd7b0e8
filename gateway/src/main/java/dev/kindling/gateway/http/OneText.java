package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** Reads a body that has at most one field, which is text for people. */
public final class OneText {
  private static final int LONGEST = 1_000;

  private OneText() {}

  /**
   * The text.
   *
   * @return null where nobody gives one
   */
  public static String of(ObjectNode body, String field) {
    List<FieldProblem> problems = unknown(body, field);
    JsonNode text = body.path(field);
    boolean absent = text.isMissingNode() || text.isNull();
    if (!absent && !text.isTextual()) {
      problems.add(new FieldProblem(field, "must be text, in quotes."));
    } else if (text.asText().length() > LONGEST) {
      problems.add(new FieldProblem(field, "must have at most " + LONGEST + " characters."));
    }
    end(problems);
    return absent ? null : text.asText();
  }

  /** Every field but the one that is known. */
  public static List<FieldProblem> unknown(ObjectNode body, String known) {
    List<FieldProblem> problems = new ArrayList<>();
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(known)) {
                problems.add(
                    new FieldProblem(
                        name, "is not a field here" + DidYouMean.suggestion(name, List.of(known))));
              }
            });
    return problems;
  }

  /** Refuses the request if there is anything wrong. */
  public static void end(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
  }
}
