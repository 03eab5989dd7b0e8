package dev.kindling.runner.admission;

import dev.kindling.model.hold.HoldDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.pool.PoolDefinition;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admission rules as {@code kindling.pools} and {@code kindling.holds} tell them. Two views
 * fill it, each on its thread; the listener hears of every change on that thread.
 */
public final class RulesTable {
  private static final Logger LOG = LoggerFactory.getLogger(RulesTable.class);

  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, String> holds = new HashMap<>();
  private final Consumer<AdmissionRules> listener;

  public RulesTable(Consumer<AdmissionRules> listener) {
    this.listener = listener;
  }

  /** Takes a record of {@code kindling.pools}. */
  public void pool(String name, byte[] value) {
    if (value == null) {
      change(() -> slots.remove(name));
      return;
    }
    try {
      int number = Json.read(value, PoolDefinition.class).spec().slots();
      change(() -> slots.put(name, number));
    } catch (UncheckedIOException | NullPointerException e) {
      LOG.error("kindling.pools has no pool under {}", name, e);
    }
  }

  /** Takes a record of {@code kindling.holds}. */
  public void hold(String name, byte[] value) {
    if (value == null) {
      change(() -> holds.remove(name));
      return;
    }
    try {
      String reason = Json.read(value, HoldDefinition.class).spec().reason();
      change(() -> holds.put(name, reason == null ? "" : reason));
    } catch (UncheckedIOException | NullPointerException e) {
      // Held all the same: whoever wrote it did not mean that runs should start.
      LOG.error("kindling.holds has no hold under {}; it holds without a reason", name, e);
      change(() -> holds.put(name, ""));
    }
  }

  private void change(Runnable change) {
    AdmissionRules rules;
    synchronized (this) {
      change.run();
      rules = new AdmissionRules(slots, holds);
    }
    listener.accept(rules);
  }
}
