package dev.kindling.runner.admission;

import dev.kindling.model.hold.HoldNames;
import dev.kindling.model.run.Run;
import java.util.Map;
import java.util.Optional;

/**
 * What people have said about which runs may start: the slots of pools, and holds.
 *
 * @param poolSlots the slots of each pool by its name
 * @param holds why something is held, by the name of the hold; the reason may be empty text
 */
public record AdmissionRules(Map<String, Integer> poolSlots, Map<String, String> holds) {
  /** No pools and no holds. */
  public static final AdmissionRules NONE = new AdmissionRules(Map.of(), Map.of());

  public AdmissionRules {
    poolSlots = Map.copyOf(poolSlots);
    holds = Map.copyOf(holds);
  }

  /** The name of the hold that keeps this run back, the widest first; empty if none does. */
  Optional<String> holdOn(Run run) {
    String pool = run.job().spec().limits().pool();
    if (holds.containsKey(HoldNames.ALL)) {
      return Optional.of(HoldNames.ALL);
    }
    if (pool != null && holds.containsKey(HoldNames.pool(pool))) {
      return Optional.of(HoldNames.pool(pool));
    }
    return Optional.of(HoldNames.job(run.job().name())).filter(holds::containsKey);
  }
}
