package dev.kindling.gateway.http;

import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the query of one request: every parameter is asked for, then {@link #end} refuses the
 * request with all that is wrong at once, parameters that nobody asked for included. After a
 * problem a getter returns a harmless value.
 */
public final class Query {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

  private final MultiMap parameters;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<FieldProblem> problems = new ArrayList<>();

  public Query(Call call) {
    this(call.query());
  }

  Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  /** A text that is not empty. */
  public Optional<String> text(String name, int longest) {
    Optional<String> text = single(name);
    if (text.isPresent() && text.get().length() > longest) {
      add(name, "must have at most " + longest + " characters.");
      return Optional.empty();
    }
    return text;
  }

  /** A whole number within bounds, both included. */
  public int integer(String name, int fallback, int least, int most) {
    return parsed(
            name,
            () -> "must be a whole number from " + least + " to " + most + ".",
            text -> {
              if (!WHOLE_NUMBER.matcher(text).matches()) {
                throw new IllegalArgumentException("not a number");
              }
              int number = Integer.parseInt(text);
              if (number < least || number > most) {
                throw new IllegalArgumentException("out of bounds");
              }
              return number;
            })
        .orElse(fallback);
  }

  /** One of a few words. */
  public Optional<String> oneOf(String name, List<String> words) {
    return parsed(
        name,
        () -> "must be one of " + String.join(", ", words) + ".",
        text -> {
          if (!words.contains(text)) {
            throw new IllegalArgumentException("not one of them");
          }
          return text;
        });
  }

  /** {@code true} or {@code false}; false where it is not given. */
  public boolean flag(String name) {
    return oneOf(name, List.of("true", "false")).orElse("false").equals("true");
  }

  /** An instant. */
  public Optional<Instant> instant(String name) {
    return parsed(
        name,
        "must be an instant in ISO-8601 form, such as 2026-11-21T08:00:00Z.",
        text -> {
          try {
            return Instant.parse(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  /** Some of a few words with commas between them; empty where it is not given. */
  public Set<String> someOf(String name, List<String> words) {
    return parsed(
            name,
            () ->
                "must be one or more of "
                    + String.join(", ", words)
                    + ", with commas between them.",
            text -> {
              List<String> given = Arrays.asList(text.split(",", -1));
              if (!words.containsAll(given)) {
                throw new IllegalArgumentException("not all of them");
              }
              return Set.copyOf(new TreeSet<>(given));
            })
        .orElse(Set.of());
  }

  /**
   * A value that has a parser of its own.
   *
   * @param rule what to say when the parser throws IllegalArgumentException
   */
  public <T> Optional<T> parsed(String name, String rule, Function<String, T> parser) {
    return parsed(name, () -> rule, parser);
  }

  private <T> Optional<T> parsed(String name, Supplier<String> rule, Function<String, T> parser) {
    return single(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (IllegalArgumentException e) {
                add(name, rule.get());
                return Optional.empty();
              }
            });
  }

  /** Ends the reading; throws a problem if anything was wrong. */
  public void end() {
    if (!known.containsAll(parameters.names())) {
      Set<String> unknown = new TreeSet<>(parameters.names());
      unknown.removeAll(known);
      unknown.forEach(
          name -> add(name, "is not a parameter here" + DidYouMean.suggestion(name, known)));
    }
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
  }

  private Optional<String> single(String name) {
    known.add(name);
    List<String> values = parameters.getAll(name);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      add(name, "is given " + values.size() + " times: give it once.");
      return Optional.empty();
    }
    if (values.get(0).isEmpty()) {
      add(name, "is empty: give it a value or leave it out.");
      return Optional.empty();
    }
    return Optional.of(values.get(0));
  }

  private void add(String name, String message) {
    problems.add(new FieldProblem(name, message));
  }
}
