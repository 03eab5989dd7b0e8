package dev.kindling.shipper.work;

import static java.util.Objects.requireNonNull;

import dev.kindling.kit.log.event.IoStream;
import java.nio.file.Path;

/**
 * The log of a service of Kindling: one file with JSON lines, and with what its JVM prints beside
 * them.
 *
 * @param service its name, as {@code gateway}
 * @param instance which of several; null if there is one
 * @param path the file; it need not exist yet
 */
public record ServiceLog(String service, String instance, Path path) implements LogSource {
  /** No worker's name is empty, so no key of a process begins like this. */
  public static final String KEYS = "/service/";

  public ServiceLog {
    requireNonNull(service, "service is null");
    requireNonNull(path, "path is null");
  }

  /** A JVM's own lines and uncaught exceptions look as they do on a driver's stderr. */
  @Override
  public IoStream iostream() {
    return IoStream.STDERR;
  }

  @Override
  public String key() {
    return KEYS + service + (instance == null ? "" : "/" + instance);
  }
}
