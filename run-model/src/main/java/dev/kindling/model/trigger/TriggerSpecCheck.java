package dev.kindling.model.trigger;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  private static final int MOST_TOPICS = 100;
  private static final int MOST_PATTERN = 1_000;
  private static final int MOST_NOTE = 1_000;

  private final List<FieldProblem> problems = new ArrayList<>();

  private TriggerSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(TriggerSpec spec) {
    TriggerSpecCheck check = new TriggerSpecCheck();
    check.job(spec.job());
    if (spec.cluster() != null) {
      Names.problem(spec.cluster()).ifPresent(problem -> check.add("cluster", problem + "."));
    }
    check.topics(spec);
    spec.parameters().forEach(check::parameter);
    check.problems.addAll(TriggerShapeCheck.problems(spec.shape(), spec.parameters().keySet()));
    if (spec.note() != null && spec.note().length() > MOST_NOTE) {
      check.add("note", "may have at most " + MOST_NOTE + " characters.");
    }
    return List.copyOf(check.problems);
  }

  private void job(String job) {
    if (job == null) {
      add("job", "is missing: name the job to run.");
    } else {
      Names.problem(job).ifPresent(problem -> add("job", problem + "."));
    }
  }

  private void topics(TriggerSpec spec) {
    List<String> topics = spec.topic();
    if (topics.isEmpty() && spec.topicPattern() == null) {
      add(
          "topic",
          "is missing: name the Kafka topic that the events come from, or several, or give a"
              + " topicPattern.");
    } else if (topics.size() > MOST_TOPICS) {
      add("topic", "may be at most " + MOST_TOPICS + " topics: give a topicPattern.");
    } else {
      for (int i = 0; i < topics.size(); i++) {
        topic(topics.size() == 1 ? "topic" : "topic/" + i, topics.get(i), spec.cluster() == null);
      }
    }
    if (spec.topicPattern() != null) {
      pattern(spec.topicPattern());
    }
  }

  private void topic(String field, String topic, boolean atHome) {
    if (!TOPIC.matches(topic) || topic.equals(".") || topic.equals("..")) {
      add(field, "must be the name of a Kafka topic: 1 to 249 of a-z, A-Z, 0-9, '.', '_', '-'.");
    } else if (topic.startsWith("__")) {
      add(field, "is a topic that Kafka keeps for itself.");
    } else if (isKept(topic, atHome) && !OPEN.contains(topic)) {
      add(
          field,
          "is a topic that Kindling keeps for itself; of these only kindling.events and"
              + " kindling.run-events carry events.");
    }
  }

  private void pattern(String pattern) {
    if (pattern.isBlank() || pattern.length() > MOST_PATTERN) {
      add("topicPattern", "must be a regular expression of 1 to " + MOST_PATTERN + " characters.");
      return;
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      add("topicPattern", "is no regular expression (RE2): " + e.getMessage() + ".");
    }
  }

  /** Whether a topic is one that Kafka, or at home Kindling, keeps for itself. */
  static boolean isKept(String topic, boolean atHome) {
    return topic.startsWith("__") || (atHome && topic.startsWith("kindling."));
  }

  private void parameter(String name, String expression) {
    String field = "parameters/" + FieldProblem.step(name);
    if (name.isBlank()) {
      add(field, "has no name: name the parameter of the job.");
    }
    if (expression == null) {
      add(field, "is null: give an expression, such as data.url, or leave it out.");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
