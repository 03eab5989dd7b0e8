package dev.kindling.model.trigger;

import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says everything that is wrong with a shape at once. Whether its expressions are right is checked
 * where they are compiled.
 */
final class TriggerShapeCheck {
  /** Their times are kept with the state, which is written with each run. */
  private static final int MOST_RUNS = 1_000;

  private static final int MOST_KINDS = 20;
  private static final Duration LONGEST = Duration.ofDays(31);

  private final List<FieldProblem> problems = new ArrayList<>();

  private final Set<String> parameters;

  private TriggerShapeCheck(Set<String> parameters) {
    this.parameters = parameters;
  }

  /**
   * @param parameters the names of those that the trigger gives
   */
  static List<FieldProblem> problems(TriggerShape shape, Set<String> parameters) {
    TriggerShapeCheck check = new TriggerShapeCheck(parameters);
    if (Stream.of(shape.batch(), shape.debounce(), shape.join()).filter(Objects::nonNull).count()
        > 1) {
      check.add(
          "", "may have one of batch, debounce and join, since each says what one run is of.");
    }
    if (shape.dedup() != null) {
      check.span("/dedup/window", shape.dedup().window(), true);
    }
    if (shape.batch() != null) {
      check.batch(shape.batch());
    }
    if (shape.debounce() != null) {
      check.debounce(shape.debounce());
    }
    if (shape.join() != null) {
      check.join(shape.join());
    }
    if (shape.throttle() != null) {
      check.count("/throttle/runs", shape.throttle().runs(), MOST_RUNS, true);
      check.span("/throttle/per", shape.throttle().per(), true);
    }
    if (shape.stormBreaker() != null) {
      check.count("/stormBreaker/runs", shape.stormBreaker().runs(), MOST_RUNS, true);
      check.span("/stormBreaker/per", shape.stormBreaker().per(), true);
    }
    return check.problems;
  }

  private void batch(TriggerShape.Batch batch) {
    if (batch.count() == null && batch.bytes() == null && batch.time() == null) {
      add("/batch", "has no bound: give it a count, bytes or a time.");
    }
    count("/batch/count", batch.count(), TriggerShape.Batch.MOST_EVENTS, false);
    count("/batch/bytes", batch.bytes(), batch.mostBytes(), false);
    span("/batch/time", batch.time(), false);
    if (batch.file() != null) {
      file(batch.file());
    }
  }

  private void file(TriggerShape.BatchFile file) {
    if (file.parameter() == null) {
      add("/batch/file/parameter", "is missing: name the parameter that may become a file.");
    } else if (!parameters.contains(file.parameter())) {
      add(
          "/batch/file/parameter",
          "must be one of the trigger's parameters, which say what is in the file.");
    }
    if (file.above() != null
        && (file.above() < 0 || file.above() > TriggerShape.BatchFile.MOST_BYTES)) {
      add(
          "/batch/file/above",
          "must be from 0 to " + TriggerShape.BatchFile.MOST_BYTES + " bytes.");
    }
  }

  private void debounce(TriggerShape.Debounce debounce) {
    span("/debounce/quiet", debounce.quiet(), true);
    span("/debounce/atMost", debounce.atMost(), false);
    if (debounce.quiet() != null
        && debounce.atMost() != null
        && debounce.atMost().compareTo(debounce.quiet()) < 0) {
      add("/debounce/atMost", "is shorter than quiet, which would then never count.");
    }
  }

  private void join(TriggerShape.Join join) {
    if (join.key() == null) {
      add("/join/key", "is missing: give the expression that says which events belong together.");
    }
    span("/join/within", join.within(), true);
    if (join.events().size() < 2 || join.events().size() > MOST_KINDS) {
      add(
          "/join/events",
          "must be 2 to " + MOST_KINDS + " kinds of events, each with its filter by its name.");
    }
    for (Map.Entry<String, String> kind : join.events().entrySet()) {
      String field = "/join/events/" + FieldProblem.step(kind.getKey());
      Names.problem(kind.getKey()).ifPresent(problem -> add(field, problem + "."));
      if (kind.getValue() == null) {
        add(field, "is null: give the filter that says which events are of this kind.");
      }
    }
  }

  private void span(String field, Duration span, boolean required) {
    if (span == null) {
      if (required) {
        add(field, "is missing: give a duration, such as PT10M.");
      }
    } else if (span.isNegative() || span.isZero() || span.compareTo(LONGEST) > 0) {
      add(field, "must be longer than nothing and at most " + LONGEST + ".");
    }
  }

  private void count(String field, Integer count, int most, boolean required) {
    if (count == null ? required : count < 1 || count > most) {
      add(field, "must be from 1 to " + most + ".");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem("shape" + field, message));
  }
}
