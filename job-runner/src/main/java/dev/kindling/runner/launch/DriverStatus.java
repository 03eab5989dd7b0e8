package dev.kindling.runner.launch;

import dev.kindling.model.run.DriverState;

/**
 * The submission server's answer about one driver.
 *
 * @param known whether the master knows it
 * @param state its state; null where the master does not know it
 * @param worker host and port of its worker, or null
 * @param message why it could not be started, or null
 */
public record DriverStatus(boolean known, DriverState state, String worker, String message) {}
