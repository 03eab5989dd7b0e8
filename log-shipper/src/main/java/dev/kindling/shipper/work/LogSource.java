package dev.kindling.shipper.work;

import dev.kindling.kit.log.event.IoStream;
import java.nio.file.Path;

/** A log that is followed: an active file, with rolled files beside it. */
public sealed interface LogSource permits ProcessLog, ServiceLog {
  /** The active file. */
  Path path();

  /** Which rules its lines follow. */
  IoStream iostream();

  /** The name of this log in the checkpoint: unique in one shipper, the same after a restart. */
  String key();
}
