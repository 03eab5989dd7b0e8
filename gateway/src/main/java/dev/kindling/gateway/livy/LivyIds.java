package dev.kindling.gateway.livy;

import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunIds;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Numbers for runs, since Livy's clients know batches by whole numbers. A run's id follows from its
 * number, so that no gateway needs to remember which is which.
 */
final class LivyIds {
  /** Jobs of batches are called so; a job that somebody defines may be too, and does no harm. */
  private static final String PREFIX = "livy.";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int LONGEST_NAME = 90;

  private LivyIds() {}

  /** The id of the run of a batch. */
  static String run(int batch) {
    return RunIds.ofIdempotencyKey(PREFIX + "batches", Integer.toString(batch));
  }

  /** The number of a path; empty if it is none. */
  static OptionalInt parse(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** The number of a run; empty if it is no batch. */
  static OptionalInt batch(Run run) {
    String number = run.origin().detail();
    if (number == null || !run.job().name().startsWith(PREFIX)) {
      return OptionalInt.empty();
    }
    OptionalInt batch = parse(number);
    return batch.isPresent() && run(batch.getAsInt()).equals(run.id())
        ? batch
        : OptionalInt.empty();
  }

  /** The name of the job of a batch. */
  static String job(String name) {
    if (name == null) {
      return PREFIX + "batch";
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    String trimmed = cut.replaceAll("^-+|-+$", "");
    return PREFIX + (trimmed.isEmpty() ? "batch" : trimmed);
  }
}
