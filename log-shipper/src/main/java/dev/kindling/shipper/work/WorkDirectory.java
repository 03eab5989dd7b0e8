package dev.kindling.shipper.work;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The work directory of one Spark worker.
 *
 * @param worker a name for the worker, unique among all shippers that write to one Elasticsearch:
 *     it is part of the identity of every document
 * @param path the directory that Spark calls {@code --work-dir}; it need not exist yet
 */
public record WorkDirectory(String worker, Path path) {
  public WorkDirectory {
    requireNonNull(worker, "worker is null");
    requireNonNull(path, "path is null");
  }
}
