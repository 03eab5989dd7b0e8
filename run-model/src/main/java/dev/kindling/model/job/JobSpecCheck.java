package dev.kindling.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Says everything that is wrong with a job spec at once. */
public final class JobSpecCheck {
  /** What SparkLauncher takes for a master (SparkSubmit.prepareSubmitEnvironment of 4.0.0). */
  private static final Pattern MASTER =
      Pattern.compile("spark://\\S+|yarn|k8s://\\S+|local(\\[(\\*|[0-9]+)(,[0-9]+)?])?");

  /** Beyond this, arithmetic on instants would overflow one day; nobody means it. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private static final int MOST_KEPT = 10_000;

  private final List<FieldProblem> problems = new ArrayList<>();

  private JobSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(JobSpec spec) {
    JobSpecCheck check = new JobSpecCheck();
    if (spec.spark() == null) {
      check.add("spark", "is missing: give the job's mainClass and appResource in it.");
    } else {
      check.problems.addAll(SparkSpecCheck.problems(spec.spark()));
    }
    check.parameters(spec.parameters());
    check.references(spec);
    check.launch(spec.launch());
    check.limits(spec.limits());
    check.retry(spec.retry());
    check.history(spec.history());
    return List.copyOf(check.problems);
  }

  private void parameters(JsonNode schema) {
    if (!schema.isObject()) {
      add("parameters", "must be a JSON Schema, an object; leave it out for a job without any.");
    } else if (schema.has("type") && !"object".equals(schema.path("type").asText())) {
      add("parameters/type", "must be \"object\": the parameters of a run are named values.");
    }
  }

  private void references(JobSpec spec) {
    if (spec.spark() == null || !spec.parameters().path("properties").isObject()) {
      return;
    }
    List<String> args = spec.spark().args();
    for (int i = 0; i < args.size(); i++) {
      references("spark/args/" + i, args.get(i), spec.parameters());
    }
    for (Map.Entry<String, String> property : spec.spark().properties().entrySet()) {
      references("spark/properties/" + property.getKey(), property.getValue(), spec.parameters());
    }
  }

  private void references(String field, String text, JsonNode schema) {
    for (String name : Templates.parametersOf(text)) {
      if (!schema.path("properties").has(name)) {
        add(field, "refers to the parameter \"" + name + "\", which the schema does not define.");
      }
    }
  }

  private void launch(LaunchSpec launch) {
    if (launch.master() == null) {
      return;
    }
    if (launch.via() == LaunchMode.REST) {
      add(
          "launch/master",
          "does not go with \"via\": \"rest\", which uses the job-runner's masters: leave it out,"
              + " or launch via \"launcher\".");
    } else if (!MASTER.matcher(launch.master()).matches()) {
      add(
          "launch/master",
          "must be spark://host:port, yarn, k8s://https://host:port or local[cores].");
    }
  }

  private void limits(Limits limits) {
    positive("limits/timeout", limits.timeout());
    positive("limits/queueTimeout", limits.queueTimeout());
    if (limits.maxConcurrentRuns() != null && limits.maxConcurrentRuns() < 1) {
      add("limits/maxConcurrentRuns", "must be at least 1.");
    }
    if (limits.onConflict() != OnConflict.QUEUE && limits.maxConcurrentRuns() == null) {
      add("limits/onConflict", "needs limits/maxConcurrentRuns: without it there is no conflict.");
    }
    if (limits.pool() != null) {
      Names.problem(limits.pool()).ifPresent(problem -> add("limits/pool", problem + "."));
    }
    if (Math.abs((long) limits.priority()) > Limits.PRIORITY_BOUND) {
      add("limits/priority", "must be -1000 to 1000.");
    }
  }

  private void retry(RetryPolicy retry) {
    if (retry.maxAttempts() < 1 || retry.maxAttempts() > 100) {
      add("retry/maxAttempts", "must be 1 to 100.");
    }
    positive("retry/backoff", retry.backoff());
    positive("retry/maxBackoff", retry.maxBackoff());
    if (retry.on() != null) {
      for (int i = 0; i < retry.on().size(); i++) {
        if (!retry.on().get(i).retryable()) {
          add("retry/on/" + i, "cannot help: another attempt fails alike. Leave it out.");
        }
      }
    }
    int percent = retry.memory().percent();
    if (percent < 100 || percent > 1_000) {
      add("retry/memory/percent", "must be 100 to 1000.");
    }
    if (retry.memory().max() != null && !MemorySize.isOne(retry.memory().max())) {
      add("retry/memory/max", "must be a memory size such as 512m or 2g.");
    }
  }

  private void history(History history) {
    kept("history/succeeded", history.succeeded());
    kept("history/failed", history.failed());
    positive("history/age", history.age());
  }

  private void kept(String field, int count) {
    if (count < 0 || count > MOST_KEPT) {
      add(field, "must be 0 to " + MOST_KEPT + ".");
    }
  }

  private void positive(String field, Duration duration) {
    if (duration == null) {
      return;
    }
    if (duration.isZero() || duration.isNegative()) {
      add(field, "must be longer than zero, for example PT30M.");
    } else if (duration.compareTo(LONGEST) > 0) {
      add(field, "must be at most a year (P366D); leave a limit out for none.");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
