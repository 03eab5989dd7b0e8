package dev.kindling.shipper.work;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One directory that a Spark worker made for one process: {@code work/<driverId>} for a driver,
 * {@code work/<appId>/<executorId>} for an executor.
 *
 * @param worker the name that the configuration gives to the worker, never null
 * @param role whose directory it is
 * @param name the path below the work directory with slashes, for example {@code
 *     app-20261120230608-0000/3}
 * @param path the absolute path
 */
public record LogDirectory(String worker, Role role, String name, Path path) {
  public LogDirectory {
    requireNonNull(worker, "worker is null");
    requireNonNull(role, "role is null");
    requireNonNull(name, "name is null");
    requireNonNull(path, "path is null");
  }

  /** The driver's id or the application's id: the first element of the name. */
  public String ownerId() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /** The driver's id; null for an executor, whose path does not tell it. */
  public String driverId() {
    return role == Role.DRIVER ? name : null;
  }

  /** The application's id; null for a driver, whose path does not tell it. */
  public String appId() {
    return role == Role.EXECUTOR ? ownerId() : null;
  }

  /** The executor's id inside its application; null for a driver. */
  public String executorId() {
    return role == Role.EXECUTOR ? name.substring(name.indexOf('/') + 1) : null;
  }
}
