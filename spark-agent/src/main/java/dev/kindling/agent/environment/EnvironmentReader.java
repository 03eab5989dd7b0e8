package dev.kindling.agent.environment;

import dev.kindling.model.guard.GuardProtocol;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads a {@link GuardEnvironment} and collects all problems on the way. One reader reads once, on
 * one thread. Keys that it does not know are left alone (see RATIONALE.md).
 */
public final class EnvironmentReader {
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Reads the variables, or throws with every problem that they have. */
  public static GuardEnvironment read(Map<String, String> environment) throws BadEnvironment {
    EnvironmentReader reader = new EnvironmentReader(environment);
    GuardEnvironment result =
        new GuardEnvironment(
            reader.runId(),
            reader.number(GuardProtocol.ENV_ATTEMPT, "an attempt", 1),
            reader.number(GuardProtocol.ENV_PARTITION, "a partition", 0),
            reader.required(GuardProtocol.ENV_TOKEN),
            reader.runnerUrls(),
            reader.required(GuardProtocol.ENV_MAIN_CLASS),
            reader.duration(GuardEnvironment.CLAIM_BOUND, GuardEnvironment.DEFAULT_CLAIM_BOUND),
            reader.duration(GuardEnvironment.REPORT_BOUND, GuardEnvironment.DEFAULT_REPORT_BOUND));
    if (!reader.problems.isEmpty()) {
      throw new BadEnvironment(reader.problems);
    }
    return result;
  }

  private String required(String key) {
    String value = environment.getOrDefault(key, "").strip();
    if (value.isEmpty()) {
      problems.add(key + " is missing: the job-runner sets it when it submits the driver");
    }
    return value;
  }

  private String runId() {
    String value = required(GuardProtocol.ENV_RUN_ID);
    if (!value.isEmpty() && !isRunId(value)) {
      problems.add(GuardProtocol.ENV_RUN_ID + " is '" + value + "': a run id is a lower-case UUID");
    }
    return value;
  }

  private static boolean isRunId(String value) {
    try {
      return UUID.fromString(value).toString().equals(value);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private int number(String key, String what, int least) {
    String value = required(key);
    if (value.isEmpty()) {
      return least;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as is a number that is too small.
    }
    problems.add(key + " is '" + value + "': " + what + " is a whole number from " + least);
    return least;
  }

  private List<URI> runnerUrls() {
    List<URI> urls = new ArrayList<>();
    for (String part : required(GuardProtocol.ENV_RUNNER_URLS).split(",", -1)) {
      String text = part.strip();
      if (!text.isEmpty()) {
        readUrl(text, urls);
      }
    }
    return urls;
  }

  private void readUrl(String text, List<URI> urls) {
    try {
      // Without the last slash, so that a path can follow.
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        urls.add(url);
        return;
      }
    } catch (URISyntaxException e) {
      // Told below, as is a URL of another kind.
    }
    problems.add(
        GuardProtocol.ENV_RUNNER_URLS
            + " has '"
            + text
            + "': write http://host:port, with commas between several");
  }

  private Duration duration(String key, Duration otherwise) {
    String value = environment.getOrDefault(key, "").strip();
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(value);
      if (!duration.isNegative()
          && !duration.isZero()
          && duration.compareTo(Duration.ofDays(1)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Told below, as is a duration out of range.
    }
    problems.add(key + " is '" + value + "': write a duration such as PT60S, at most a day");
    return otherwise;
  }
}
