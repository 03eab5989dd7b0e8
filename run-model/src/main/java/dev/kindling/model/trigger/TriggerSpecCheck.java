package dev.kindling.model.trigger;

import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says everything that is wrong with a trigger spec at once. That the job exists is looked at when
 * an event comes: a job may well be defined after its trigger. That the topic exists is not needed
 * either: events are read from when it does.
 */
public final class TriggerSpecCheck {
  /** Kafka's own rule (org.apache.kafka.common.internals.Topic). */
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /**
   * Of the platform's own topics, only those whose records are events. A trigger on the dead
   * letters would write a dead letter for each that it cannot read, for ever.
   */
  private static final Set<String> OPEN = Set.of("kindling.events", "kindling.run-events");

  private final List<FieldProblem> problems = new ArrayList<>();

  private TriggerSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(TriggerSpec spec) {
    TriggerSpecCheck check = new TriggerSpecCheck();
    check.job(spec.job());
    check.topic(spec.topic());
    spec.parameters().forEach(check::parameter);
    return List.copyOf(check.problems);
  }

  private void job(String job) {
    if (job == null) {
      add("job", "is missing: name the job to run.");
    } else {
      Names.problem(job).ifPresent(problem -> add("job", problem + "."));
    }
  }

  private void topic(String topic) {
    if (topic == null) {
      add("topic", "is missing: name the Kafka topic that the events come from.");
    } else if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
      add("topic", "must be the name of a Kafka topic: 1 to 249 of a-z, A-Z, 0-9, '.', '_', '-'.");
    } else if (topic.startsWith("kindling.") && !OPEN.contains(topic)) {
      add(
          "topic",
          "is a topic that Kindling keeps for itself; of these only kindling.events and"
              + " kindling.run-events carry events.");
    }
  }

  private void parameter(String name, String expression) {
    String field = "parameters/" + pointer(name);
    if (name.isBlank()) {
      add(field, "has no name: name the parameter of the job.");
    }
    if (expression == null) {
      add(field, "is null: give an expression, such as data.url, or leave it out.");
    }
  }

  /** A name as one step of a JSON pointer. */
  private static String pointer(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
