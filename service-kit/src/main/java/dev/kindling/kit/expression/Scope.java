package dev.kindling.kit.expression;

import java.util.Map;

/** What an expression sees. Immutable. */
public sealed interface Scope permits EventScope, GroupScope {
  /** The values of its variables by their names. */
  Map<String, Object> variables();
}
