package dev.kindling.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.StackException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.process.Waiter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The main job in front of the newcomer's eyes: register, run, follow, result, search. */
final class DemoCommand {
  private static final String JOB = "word-count";
  private static final Set<String> FINAL =
      Set.of("SUCCEEDED", "FAILED", "LOST", "CANCELLED", "TIMED_OUT", "SKIPPED");
  private static final Duration RUN_DEADLINE = Duration.ofMinutes(5);
  private static final Duration SEARCHABLE_DEADLINE = Duration.ofSeconds(60);

  private final StateFolder state;
  private final Terminal terminal;
  private final GatewayClient gateway;
  private long begin;
  private String lastState = "";
  private JsonNode run;

  DemoCommand(StateFolder state, Terminal terminal, StackDescription stack) {
    this.state = state;
    this.terminal = terminal;
    this.gateway = new GatewayClient(URI.create(stack.urls().get("gateway")));
  }

  /**
   * @return the exit code: 0 if the run succeeded and its last line was found
   */
  int run() {
    terminal.line("");
    terminal.title("Running the job " + JOB);
    begin = System.nanoTime();
    gateway.put("/api/v1/jobs/" + JOB, definition());
    terminal.done("job registered", took(), "PUT /api/v1/jobs/" + JOB);
    begin = System.nanoTime();
    run =
        gateway.post(
            "/api/v1/jobs/" + JOB + "/runs",
            UUID.randomUUID().toString(),
            "{\"parameters\":{\"lines\":200000}}");
    String id = run.path("id").asText();
    terminal.done("run requested", took(), "/api/v1/runs/" + id);
    FollowedLog log = new FollowedLog(gateway, id);
    follow(id, log);
    boolean searchable = awaitLastLine(id);
    if (!lastState.equals("SUCCEEDED")) {
      terminal.failed("The run ended as " + lastState + ": " + run.path("reason").asText());
      return 1;
    }
    return searchable ? 0 : 1;
  }

  private String definition() {
    Bundles bundles = new Bundles(state.root());
    try {
      return Files.readString(bundles.jobDefinition(JOB))
          .replace("${jobs-jar}", bundles.jobsJar().toUri().toString());
    } catch (IOException failure) {
      throw new StackException("Cannot read " + bundles.jobDefinition(JOB), failure);
    }
  }

  private void follow(String id, FollowedLog log) {
    boolean ended =
        Waiter.until(
            () -> {
              // The owner of the run may not have taken it yet: then the gateway knows no run.
              run = gateway.find("/api/v1/runs/" + id).orElse(run);
              showState(run.path("state").asText());
              log.next().forEach(this::showLine);
              return FINAL.contains(lastState);
            },
            RUN_DEADLINE);
    if (!ended) {
      throw new StackException(
          "The run is still " + lastState + " after " + RUN_DEADLINE.toMinutes() + " minutes");
    }
  }

  private void showState(String now) {
    if (!now.equals(lastState)) {
      lastState = now;
      terminal.done(now, took(), run.path("reason").asText(""));
    }
  }

  /** Spark itself writes hundreds of lines; only what the job says is shown as it comes. */
  private void showLine(JsonNode line) {
    boolean ours = line.path("logger").asText().endsWith("WordCount");
    boolean bad =
        Set.of("ERROR", "FATAL").contains(line.path("level").asText().toUpperCase(Locale.ROOT));
    if (ours || bad) {
      terminal.faint("      " + line.path("level").asText() + " " + line.path("message").asText());
    }
  }

  private boolean awaitLastLine(String id) {
    long ended = System.nanoTime();
    Optional<String> last = lastLine("stderr");
    Optional<String> printed = lastLine("stdout");
    if (last.isEmpty()) {
      terminal.warning("The driver left no log");
      return false;
    }
    List<JsonNode> lines = new ArrayList<>();
    boolean found =
        Waiter.until(
            () -> {
              lines.clear();
              lines.addAll(new FollowedLog(gateway, id).next());
              return has(lines, last.get()) && (printed.isEmpty() || has(lines, printed.get()));
            },
            SEARCHABLE_DEADLINE);
    Duration took = Duration.ofNanos(System.nanoTime() - ended);
    if (found) {
      terminal.done(
          "last line searchable", took, lines.size() + " log lines of driver and executors");
    } else {
      terminal.warning("The last line of the driver is not searchable: " + last.get());
    }
    showResult(lines);
    return found;
  }

  /** Whether a line of the driver is among those that are searchable. */
  private static boolean has(List<JsonNode> lines, String written) {
    return lines.stream()
        .filter(line -> line.path("source").asText().equals("driver"))
        .anyMatch(line -> ends(written, line.path("message").asText()));
  }

  private Optional<String> lastLine(String log) {
    JsonNode attempts = run.path("attempts");
    String driverId = attempts.path(attempts.size() - 1).path("driverId").asText();
    return new DriverFiles(state.stack().resolve("spark")).lastLine(driverId, log);
  }

  private void showResult(List<JsonNode> lines) {
    List<JsonNode> printed =
        lines.stream()
            .filter(line -> line.path("source").asText().equals("driver"))
            .filter(line -> line.path("stream").asText().equals("stdout"))
            .toList();
    terminal.line("");
    terminal.title("Result");
    printed.forEach(line -> terminal.line("  " + line.path("message").asText()));
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static boolean ends(String line, String message) {
    return !message.isBlank() && line.endsWith(message.strip());
  }
}
