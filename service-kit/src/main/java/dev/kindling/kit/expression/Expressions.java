package dev.kindling.kit.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The language of filters and mappings: CEL (github.com/google/cel-spec) over an {@link EventScope}
 * or a {@link GroupScope}, with its macros, optional values ({@code data.?x.orValue(1)}) and the
 * extensions for strings, math, lists and encodings. Checking takes some milliseconds, the first
 * time some hundred. Thread-safe.
 *
 * <p>What an expression may cost is bounded: its length and depth when it is checked, the steps of
 * its loops when it is evaluated; regular expressions are linear (RE2). There is no I/O, no clock
 * and no randomness in it.
 */
public final class Expressions {
  private static final int LONGEST = 10_000;
  private static final int DEEPEST = 50;
  private static final int MOST_STEPS = 1_000;

  /** A batch may have ten thousand events, and a mapping looks at each of them more than once. */
  private static final int MOST_STEPS_OF_GROUPS = 100_000;

  private static final int MOST_REGEX = 10_000;

  /** All but RANGE, which makes a list of any length out of a number. */
  private static final Set<CelListsExtensions.Function> LISTS =
      EnumSet.complementOf(EnumSet.of(CelListsExtensions.Function.RANGE));

  /**
   * All but those that make much text of little: with them one expression could fill the memory.
   */
  private static final Set<CelStringExtensions.Function> STRINGS =
      EnumSet.complementOf(
          EnumSet.of(CelStringExtensions.Function.REPLACE, CelStringExtensions.Function.JOIN));

  private static final CelType OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final Map<String, CelType> VARIABLES =
      Map.of(
          "event", OBJECT,
          "data", SimpleType.DYN,
          "topic", SimpleType.STRING,
          "partition", SimpleType.INT,
          "offset", SimpleType.INT,
          "key", SimpleType.STRING,
          "headers", MapType.create(SimpleType.STRING, SimpleType.STRING),
          "time", SimpleType.TIMESTAMP);

  private static final Map<String, CelType> OF_GROUPS =
      Map.of("events", ListType.create(OBJECT), "joined", OBJECT);

  private final Language single = new Language(MOST_STEPS, Map.of());
  private final Language group = new Language(MOST_STEPS_OF_GROUPS, OF_GROUPS);

  /**
   * Checks an expression that is to be true or false of an event.
   *
   * @throws ExpressionException if it is wrong, or certainly neither
   */
  public Expression filter(String text) throws ExpressionException {
    CelAbstractSyntaxTree tree = single.checked(text);
    CelType type = tree.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw new ExpressionException(
          "\"" + text + "\" gives a value of type " + type.name() + ", and a filter true or false.",
          null);
    }
    return single.program(text, tree);
  }

  /**
   * Checks an expression that is to be any value, of an event.
   *
   * @throws ExpressionException if it is wrong
   */
  public Expression value(String text) throws ExpressionException {
    return single.program(text, single.checked(text));
  }

  /**
   * The same of several events, as a {@link GroupScope} has them.
   *
   * @throws ExpressionException if it is wrong
   */
  public Expression groupValue(String text) throws ExpressionException {
    return group.program(text, group.checked(text));
  }

  /** The language over certain variables. */
  private static final class Language {
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    Language(int steps, Map<String, CelType> more) {
      CelOptions options =
          CelOptions.current()
              .maxExpressionCodePointSize(LONGEST)
              .maxParseRecursionDepth(DEEPEST)
              .comprehensionMaxIterations(steps)
              .maxRegexProgramSize(MOST_REGEX)
              .enableHeterogeneousNumericComparisons(true)
              .build();
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(options)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addLibraries(
                  CelOptionalLibrary.INSTANCE,
                  CelExtensions.strings(STRINGS),
                  CelExtensions.math(),
                  CelExtensions.lists(LISTS),
                  CelExtensions.encoders(options));
      VARIABLES.forEach(builder::addVar);
      more.forEach(builder::addVar);
      this.compiler = builder.build();
      this.runtime =
          CelRuntimeFactory.plannerRuntimeBuilder()
              .setOptions(options)
              .addLibraries(
                  CelOptionalLibrary.INSTANCE,
                  CelExtensions.strings(STRINGS),
                  CelExtensions.math(),
                  CelExtensions.lists(LISTS),
                  CelExtensions.encoders(options))
              .build();
    }

    CelAbstractSyntaxTree checked(String text) throws ExpressionException {
      if (text.isBlank()) {
        throw new ExpressionException("It is empty: write an expression, such as data.url.", null);
      }
      try {
        return compiler.compile(text).getAst();
      } catch (CelValidationException e) {
        throw new ExpressionException(
            "\""
                + text
                + "\" is wrong: "
                + e.getErrors().stream().map(Expressions::told).collect(Collectors.joining("; "))
                + ".",
            e);
      }
    }

    Expression program(String text, CelAbstractSyntaxTree tree) throws ExpressionException {
      try {
        return new Expression(text, runtime.createProgram(tree));
      } catch (CelEvaluationException e) {
        throw new ExpressionException("\"" + text + "\" cannot be used: " + e.getMessage(), e);
      }
    }
  }

  private static String told(CelIssue issue) {
    int column = issue.getSourceLocation().getColumn();
    return issue.getMessage() + (column < 0 ? "" : " (at " + (column + 1) + ")");
  }
}
