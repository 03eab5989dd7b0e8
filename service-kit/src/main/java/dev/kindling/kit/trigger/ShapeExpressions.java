package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.expression.Scope;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.trigger.TriggerShape;
import java.util.LinkedHashMap;
import java.util.List;
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
  /** Those of no shape. */
  public static final ShapeExpressions NONE =
      new ShapeExpressions(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /**
   * Compiles them.
   *
   * @param problems gets what is wrong with them; those are left out
   */
  static ShapeExpressions of(
      TriggerShape shape, Expressions language, List<FieldProblem> problems) {
    Compiler compiler = new Compiler(language, problems);
    Map<String, Expression> kinds = new LinkedHashMap<>();
    if (shape.join() != null) {
      shape
          .join()
          .events()
          .forEach(
              (kind, filter) ->
                  compiler
                      .filter("shape/join/events/" + TriggerMapping.pointer(kind), filter)
                      .ifPresent(checked -> kinds.put(kind, checked)));
    }
    return new ShapeExpressions(
        shape.dedup() == null
            ? Optional.empty()
            : compiler.key("shape/dedup/key", shape.dedup().key()),
        groupKey(shape, compiler),
        shape.throttle() == null
            ? Optional.empty()
            : compiler.key("shape/throttle/key", shape.throttle().key()),
        kinds);
  }

  private static Optional<Expression> groupKey(TriggerShape shape, Compiler compiler) {
    if (shape.batch() != null) {
      return compiler.key("shape/batch/key", shape.batch().key());
    } else if (shape.debounce() != null) {
      return compiler.key("shape/debounce/key", shape.debounce().key());
    } else if (shape.join() != null) {
      return compiler.key("shape/join/key", shape.join().key());
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

  private record Compiler(Expressions language, List<FieldProblem> problems) {
    Optional<Expression> key(String field, String text) {
      return text == null ? Optional.empty() : compiled(field, text, language::value);
    }

    Optional<Expression> filter(String field, String text) {
      return text == null ? Optional.empty() : compiled(field, text, language::filter);
    }

    private Optional<Expression> compiled(String field, String text, Step step) {
      try {
        return Optional.of(step.compile(text));
      } catch (ExpressionException e) {
        problems.add(new FieldProblem(field, e.getMessage()));
        return Optional.empty();
      }
    }
  }

  private interface Step {
    Expression compile(String text) throws ExpressionException;
  }
}
