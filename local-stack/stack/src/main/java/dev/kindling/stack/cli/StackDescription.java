package dev.kindling.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is up and where: the file {@code .kindling/stack.json}.
 *
 * @param ready whether all parts and services answered
 * @param startedAt ISO-8601, UTC
 * @param supervisor pid of the process that holds it all
 * @param urls by name: gateway, sparkMaster (spark://), sparkUi, sparkRest, elasticsearch, kafka
 *     (host:port)
 * @param parts the child processes
 */
public record StackDescription(
    boolean ready,
    String startedAt,
    long supervisor,
    Map<String, String> urls,
    List<PartDescription> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A child process.
   *
   * @param name of the part
   * @param pid of the process, and of its group
   * @param log its log file
   */
  public record PartDescription(String name, long pid, String log) {}

  /** Reads the file; empty if there is none. */
  public static Optional<StackDescription> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), StackDescription.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new StackException("Cannot read " + file, failure);
    }
  }

  /** Writes the file in one step: nobody reads half of it. */
  public void write(Path file) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new StackException("Cannot write " + file, failure);
    }
  }

  private String text() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new StackException("Cannot describe the stack", impossible);
    }
  }
}
