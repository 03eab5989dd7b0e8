package dev.kindling.model.guard;

/**
 * An executor as the driver's own scheduler saw it come.
 *
 * @param id its number in the application, never null
 * @param host the machine that it is on, never null
 * @param workerUi host and port of the web UI of its worker, or null where there is none
 */
public record ExecutorSeen(String id, String host, String workerUi) {}
