package dev.kindling.shipper.work;

import dev.kindling.kit.log.event.IoStream;
import java.nio.file.Path;

/**
 * One log of one process: stdout or stderr of a directory.
 *
 * @param directory the process's directory
 * @param iostream which of its two files
 */
public record LogSource(LogDirectory directory, IoStream iostream) {
  /** The active file. Rolled files lie beside it. */
  public Path path() {
    return directory.path().resolve(iostream.label());
  }

  /** The name of this log in the checkpoint: unique in one shipper, the same after a restart. */
  public String key() {
    return directory.worker() + "/" + directory.name() + "/" + iostream.label();
  }
}
