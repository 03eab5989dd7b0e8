package dev.kindling.shipper.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The files and directories that cannot be read, each with its reason. A trouble is told once, when
 * it comes, and stays until its place is read again or is gone; one place never hides another.
 *
 * <p>Used by the shipper's thread only.
 */
public final class Troubles {
  /** A readiness answer is read by people: some examples say enough. */
  private static final int EXAMPLES = 3;

  private final Map<Path, String> reasons = new TreeMap<>();
  private final Consumer<String> log;

  /**
   * @param log takes each trouble that is new, in words
   */
  public Troubles(Consumer<String> log) {
    this.log = log;
  }

  /** This place cannot be read. */
  public void began(Path place, IOException why) {
    String reason = place + " cannot be read: " + why;
    if (!reason.equals(reasons.put(place, reason))) {
      log.accept(reason);
    }
  }

  /** This place was read, or is gone. */
  public void ended(Path place) {
    reasons.remove(place);
  }

  /** What is wrong, in words; empty if all can be read. */
  public Optional<String> summary() {
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    String examples = reasons.values().stream().limit(EXAMPLES).collect(Collectors.joining("; "));
    int more = reasons.size() - EXAMPLES;
    return Optional.of(more > 0 ? examples + "; and " + more + " more" : examples);
  }
}
