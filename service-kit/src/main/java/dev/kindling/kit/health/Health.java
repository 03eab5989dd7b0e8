package dev.kindling.kit.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The checks of one service. Liveness: the process should be restarted when it fails. Readiness: no
 * work should be sent here while it fails.
 *
 * <p>Thread-safe. Checks run on the thread that asks, so they must answer at once: they look at
 * what their part knows and call nobody.
 */
public final class Health {
  private final Map<String, Supplier<CheckResult>> liveness = new ConcurrentSkipListMap<>();
  private final Map<String, Supplier<CheckResult>> readiness = new ConcurrentSkipListMap<>();

  public void live(String name, Supplier<CheckResult> check) {
    liveness.put(name, check);
  }

  public void ready(String name, Supplier<CheckResult> check) {
    readiness.put(name, check);
  }

  /** The liveness checks' results by name. */
  public Map<String, CheckResult> liveness() {
    return run(liveness);
  }

  /** The readiness checks' results by name. */
  public Map<String, CheckResult> readiness() {
    return run(readiness);
  }

  private static Map<String, CheckResult> run(Map<String, Supplier<CheckResult>> checks) {
    Map<String, CheckResult> results = new LinkedHashMap<>();
    checks.forEach((name, check) -> results.put(name, safely(check)));
    return results;
  }

  private static CheckResult safely(Supplier<CheckResult> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      return CheckResult.down("the check itself failed: " + e);
    }
  }
}
