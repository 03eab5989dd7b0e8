package dev.kindling.runner.launch.beside;

import dev.kindling.model.guard.GuardProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The working directories of drivers that run beside the job-runner, laid out as a Spark worker
 * lays out its own, so that the log-shipper carries their logs like any other's: {@code
 * driver-<time>-<n>} with {@code stdout} and {@code stderr}, whose first line says whose it is.
 */
final class DriverFolders {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int NUMBERS = 1_000_000;

  private final Path root;
  private final RandomGenerator random;

  /**
   * @param root made when the first driver needs it
   */
  DriverFolders(Path root, RandomGenerator random) {
    this.root = root;
    this.random = random;
  }

  /** One driver's. */
  record Folder(String driverId, Path path) {
    Path stdout() {
      return path.resolve("stdout");
    }

    Path stderr() {
      return path.resolve("stderr");
    }
  }

  /**
   * Makes a new one; its name is the driver's id.
   *
   * @param properties those that tell whose logs these are go into the first line
   */
  Folder make(Map<String, String> properties, Instant now) throws IOException {
    Files.createDirectories(root);
    while (true) {
      String driverId =
          String.format(Locale.ROOT, "driver-%s-%06d", TIME.format(now), random.nextInt(NUMBERS));
      try {
        Folder folder = new Folder(driverId, Files.createDirectory(root.resolve(driverId)));
        Files.writeString(folder.stderr(), header(properties), StandardCharsets.UTF_8);
        return folder;
      } catch (FileAlreadyExistsException e) {
        // Another number then.
      }
    }
  }

  /** As a Spark worker begins the stderr of a driver. */
  private static String header(Map<String, String> properties) {
    String tags =
        List.of(GuardProtocol.PROPERTY_RUN, GuardProtocol.PROPERTY_JOB).stream()
            .map(key -> "\"-D" + key + "=" + properties.get(key) + "\"")
            .collect(Collectors.joining(" "));
    return "Launch Command: \"spark-submit\" " + tags + "\n" + "=".repeat(40) + "\n\n";
  }
}
