package dev.kindling.kit.config;

import dev.kindling.model.problem.FieldProblem;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a service's settings from environment variables, once, at start. Every problem is collected
 * and reported together by {@link #read}; a {@code KINDLING_*} variable that nobody asked for is a
 * problem too, since a setting with a typing error that is silently ignored costs a night.
 *
 * <p>Used on one thread. After a problem a getter returns a harmless value, so that the reading
 * goes on to the next one.
 */
public final class Settings {
  private static final String PREFIX = "KINDLING_";
  private static final String HIDDEN = "********";

  private final Map<String, String> environment;
  private final Map<String, String> effective = new TreeMap<>();
  private final List<FieldProblem> problems = new ArrayList<>();

  private Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a whole config.
   *
   * @param environment the process's environment, or what stands for it
   * @param reader asks for each setting and makes the record
   * @throws SettingsException with every problem, when there is one
   */
  public static <T> T read(Map<String, String> environment, Function<Settings, T> reader) {
    Settings settings = new Settings(environment);
    T config = settings.attempt(reader);
    if (config != null) {
      // A reader that gave up half-way has not asked for all of them.
      settings.refuseUnknown();
    }
    if (!settings.problems.isEmpty()) {
      throw new SettingsException(settings.problems);
    }
    return config;
  }

  private <T> T attempt(Function<Settings, T> reader) {
    try {
      return reader.apply(this);
    } catch (IllegalArgumentException | NullPointerException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      return null;
    }
  }

  /** A text, or the fallback where it is not set. */
  public String text(String key, String fallback) {
    String value = value(key).orElse(fallback);
    effective.put(key, value);
    return value;
  }

  /** A text that must be set. */
  public String required(String key, String meaning) {
    Optional<String> value = value(key);
    if (value.isEmpty()) {
      problem(key, "is missing: set it to " + meaning + ".");
    }
    effective.put(key, value.orElse(""));
    return value.orElse("");
  }

  /** A text that may be left out. */
  public Optional<String> optional(String key) {
    Optional<String> value = value(key);
    effective.put(key, value.orElse("(not set)"));
    return value;
  }

  /** As {@link #optional}, never printed. */
  public Optional<String> secret(String key) {
    Optional<String> value = value(key);
    effective.put(key, value.isPresent() ? HIDDEN : "(not set)");
    return value;
  }

  /** All settings whose names begin so, by their whole names; never printed. */
  public Map<String, String> family(String prefix) {
    Map<String, String> family = new TreeMap<>();
    environment.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            effective.put(key, HIDDEN);
            family.put(key, value);
          }
        });
    return family;
  }

  /** A whole number within bounds, both included. */
  public int integer(String key, int fallback, int least, int most) {
    return parsed(
        key,
        fallback,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException("out of bounds");
          }
          return number;
        },
        "must be a whole number from " + least + " to " + most + ".");
  }

  /** A TCP port; 0 lets the system choose. */
  public int port(String key, int fallback) {
    return integer(key, fallback, 0, 65_535);
  }

  /** An ISO-8601 duration longer than zero, such as PT45S. */
  public Duration duration(String key, Duration fallback) {
    return parsed(
        key,
        fallback,
        text -> {
          Duration duration = Duration.parse(text);
          if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("not positive");
          }
          return duration;
        },
        "must be a duration longer than zero in ISO-8601 form, such as PT45S.");
  }

  /** {@code true} or {@code false}, nothing else. */
  public boolean flag(String key, boolean fallback) {
    return parsed(
        key,
        fallback,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither");
            },
        "must be true or false.");
  }

  /** An http or https URL that must be set. */
  public URI url(String key, String meaning) {
    URI unset = URI.create("http://unset");
    return required(key, meaning).isEmpty() ? unset : url(key, unset);
  }

  /** An http or https URL. */
  public URI url(String key, URI fallback) {
    return parsed(
        key,
        fallback,
        text -> {
          URI uri = URI.create(text);
          if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not http");
          }
          return uri;
        },
        "must be an http or https URL with a host.");
  }

  /** Http or https URLs with commas between them; empty where it is not set. */
  public List<URI> urls(String key) {
    List<URI> urls = new ArrayList<>();
    for (String text : optionalList(key)) {
      try {
        URI uri = URI.create(text);
        if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
          urls.add(uri);
          continue;
        }
      } catch (IllegalArgumentException e) {
        // Told below, as is a URL of another kind.
      }
      problem(key, "has \"" + text + "\"; it must be http or https URLs with a host.");
    }
    return urls;
  }

  /** A time zone by its IANA name. */
  public ZoneId zone(String key, ZoneId fallback) {
    return parsed(
        key,
        fallback,
        ZoneId::of,
        "must be the name of a time zone, such as UTC or Europe/Berlin.");
  }

  /** A list of texts with commas between them; must have at least one. */
  public List<String> list(String key, String meaning) {
    String text = required(key, meaning);
    List<String> items = items(text);
    if (items.isEmpty() && !text.isEmpty()) {
      problem(
          key, "is \"" + text + "\", a list without anything in it: set it to " + meaning + ".");
    }
    return items;
  }

  /** As {@link #list}; empty where it is not set. */
  public List<String> optionalList(String key) {
    return items(optional(key).orElse(""));
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(i -> !i.isEmpty()).toList();
  }

  /** Adds a problem that only the reader of the config can see. */
  public void problem(String key, String message) {
    problems.add(new FieldProblem(key, message));
  }

  /** What was read, one setting a line, secrets hidden: for the log at start. */
  public String table() {
    return effective.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private <T> T parsed(String key, T fallback, Function<String, T> parser, String rule) {
    Optional<String> text = value(key);
    T value = fallback;
    if (text.isPresent()) {
      try {
        value = parser.apply(text.get());
      } catch (IllegalArgumentException | DateTimeException e) {
        problem(key, "is \"" + text.get() + "\"; it " + rule);
      }
    }
    effective.put(key, value == null ? "(not set)" : value.toString());
    return value;
  }

  private Optional<String> value(String key) {
    effective.putIfAbsent(key, "");
    return Optional.ofNullable(environment.get(key)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private void refuseUnknown() {
    environment.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && !effective.containsKey(key))
        .sorted()
        .forEach(
            key ->
                problem(
                    key,
                    "is not a setting of this service"
                        + DidYouMean.suggestion(key, effective.keySet())));
  }
}
