package dev.kindling.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that a driver wrote on this machine: what the log index is held against.
 *
 * @param spark folder of the workers
 */
record DriverFiles(Path spark) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a line says, if it is one of our JSON layout; else the line. */
  private static String message(String line) {
    if (line.startsWith("{")) {
      try {
        return JSON.readTree(line).path("msg").asText();
      } catch (JsonProcessingException other) {
        return line;
      }
    }
    return line;
  }

  /**
   * What the last line that is not blank of a driver's log says; empty if there is none.
   *
   * @param log {@code stdout} or {@code stderr}
   */
  Optional<String> lastLine(String driverId, String log) {
    try (Stream<Path> workers = Files.list(spark)) {
      Optional<Path> file =
          workers
              .map(worker -> worker.resolve("work").resolve(driverId).resolve(log))
              .filter(Files::exists)
              .findFirst();
      if (file.isEmpty()) {
        return Optional.empty();
      }
      List<String> lines =
          Files.readAllLines(file.get()).stream().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? Optional.empty() : Optional.of(message(lines.get(lines.size() - 1)));
    } catch (IOException failure) {
      throw new StackException("Cannot read the files of " + driverId, failure);
    }
  }
}
