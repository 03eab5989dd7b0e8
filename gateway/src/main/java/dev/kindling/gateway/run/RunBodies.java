package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.OneText;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;

/** Reads the body of the call that asks for a run. */
public final class RunBodies {
  private RunBodies() {}

  /**
   * The parameters of a run that is asked for.
   *
   * @throws dev.kindling.gateway.problem.ProblemException of 422 if the body holds anything else
   */
  public static ObjectNode parameters(ObjectNode body) {
    List<FieldProblem> problems = OneText.unknown(body, "parameters");
    JsonNode parameters = body.path("parameters");
    boolean absent = parameters.isMissingNode() || parameters.isNull();
    if (!absent && !parameters.isObject()) {
      problems.add(
          new FieldProblem("parameters", "must be an object with the run's parameters by name."));
    }
    OneText.end(problems);
    return absent ? JsonNodeFactory.instance.objectNode() : (ObjectNode) parameters;
  }
}
