package dev.kindling.shipper.work;

import dev.kindling.kit.log.event.IoStream;
import java.nio.file.Path;

/**
 * One log of one process: stdout or stderr of a directory.
 *
 * @param directory the process's directory
 * @param iostream which of its two files
 */
public record ProcessLog(LogDirectory directory, IoStream iostream) implements LogSource {
  @Override
  public Path path() {
    return directory.path().resolve(iostream.label());
  }

  @Override
  public String key() {
    return directory.worker() + "/" + directory.name() + "/" + iostream.label();
  }
}
