package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Scope;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.trigger.TriggerShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The expressions of a trigger's shape, checked. Immutable and thread-safe.
 *
 * @param dedupKey empty where there is none
 * @param groupKey of batch, debounce or join; empty where there is none
 * @param throttleKey empty where there is none
 * @param kinds the filters of a join by the names of its kinds, in their order
 */
public record ShapeExpressions(
    Optional<Expression> dedupKey,
    Optional<Expression> groupKey,
    Optional<Expression> throttleKey,
    Map<String, Expression> kinds) {
  /** Compiles them; what is wrong with them is left out. */
  static ShapeExpressions of(TriggerShape shape, FieldCompiler compiler) {
    Map<String, Expression> kinds = new LinkedHashMap<>();
    if (shape.join() != null) {
      shape
          .join()
          .events()
          .forEach(
              (kind, filter) ->
                  compiler
                      .filter("shape/join/events/" + FieldProblem.step(kind), filter)
                      .ifPresent(checked -> kinds.put(kind, checked)));
    }
    return new ShapeExpressions(
        shape.dedup() == null
            ? Optional.empty()
            : compiler.value("shape/dedup/key", shape.dedup().key()),
        groupKey(shape, compiler),
        shape.throttle() == null
            ? Optional.empty()
            : compiler.value("shape/throttle/key", shape.throttle().key()),
        kinds);
  }

  private static Optional<Expression> groupKey(TriggerShape shape, FieldCompiler compiler) {
    if (shape.batch() != null) {
      return compiler.value("shape/batch/key", shape.batch().key());
    } else if (shape.debounce() != null) {
      return compiler.value("shape/debounce/key", shape.debounce().key());
    } else if (shape.join() != null) {
      return compiler.value("shape/join/key", shape.join().key());
    }
    return Optional.empty();
  }

  /** What an event is known by here, for people: a name for each key, and the kind of its join. */
  public Map<String, String> told(Scope event) {
    Map<String, String> told = new LinkedHashMap<>();
    dedupKey.ifPresent(key -> told.put("dedup", told(key, event)));
    groupKey.ifPresent(key -> told.put("group", told(key, event)));
    throttleKey.ifPresent(key -> told.put("throttle", told(key, event)));
    if (!kinds.isEmpty()) {
      try {
        told.put("kind", kindOf(event).orElse("none"));
      } catch (ExpressionException e) {
        told.put("kind", e.getMessage());
      }
    }
    return told;
  }

  private static String told(Expression key, Scope event) {
    try {
      return key.key(event);
    } catch (ExpressionException e) {
      return e.getMessage();
    }
  }

  /** Of which kind of a join an event is: the first whose filter is true of it; empty for none. */
  public Optional<String> kindOf(Scope event) throws ExpressionException {
    for (Map.Entry<String, Expression> kind : kinds.entrySet()) {
      if (kind.getValue().holds(event)) {
        return Optional.of(kind.getKey());
      }
    }
    return Optional.empty();
  }
}
