package dev.kindling.gateway.apply;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One change of a plan, as the contract's schema {@code Step} has it.
 *
 * @param kind of definitions, as the set calls it
 * @param name of the definition
 * @param action what is to be done with it
 * @param perform does it
 */
public record Step(
    String kind, String name, Action action, @JsonIgnore Supplier<Future<?>> perform) {
  /** What may be done. */
  public enum Action {
    CREATE,
    REPLACE,
    UNCHANGED,
    DELETE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
