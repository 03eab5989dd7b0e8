package dev.kindling.model.run;

/**
 * What an attempt has of memory, where that is more than its job asks for.
 *
 * @param driverMb the driver's, in MiB; null for what the job asks for
 * @param executorMb each executor's, in MiB; null for what the job asks for
 */
public record Memory(Integer driverMb, Integer executorMb) {}
