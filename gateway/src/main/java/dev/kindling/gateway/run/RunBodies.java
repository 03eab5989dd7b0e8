package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** Reads the bodies of the two calls that act on runs. */
final class RunBodies {
  private static final int LONGEST_REASON = 1_000;

  private RunBodies() {}

  /** The parameters of a run that is asked for. */
  static ObjectNode parameters(ObjectNode body) {
    List<FieldProblem> problems = unknown(body, "parameters");
    JsonNode parameters = body.path("parameters");
    boolean absent = parameters.isMissingNode() || parameters.isNull();
    if (!absent && !parameters.isObject()) {
      problems.add(
          new FieldProblem("parameters", "must be an object with the run's parameters by name."));
    }
    end(problems);
    return absent ? JsonNodeFactory.instance.objectNode() : (ObjectNode) parameters;
  }

  /** Why a run is to end; null where nobody says. */
  static String reason(ObjectNode body) {
    List<FieldProblem> problems = unknown(body, "reason");
    JsonNode reason = body.path("reason");
    boolean absent = reason.isMissingNode() || reason.isNull();
    if (!absent && !reason.isTextual()) {
      problems.add(new FieldProblem("reason", "must be text, in quotes."));
    } else if (reason.asText().length() > LONGEST_REASON) {
      problems.add(
          new FieldProblem("reason", "must have at most " + LONGEST_REASON + " characters."));
    }
    end(problems);
    return absent ? null : reason.asText();
  }

  private static List<FieldProblem> unknown(ObjectNode body, String known) {
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

  private static void end(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
  }
}
