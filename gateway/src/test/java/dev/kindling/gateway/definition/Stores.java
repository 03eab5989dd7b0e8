package dev.kindling.gateway.definition;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** Makes stores for tests of other packages. */
public final class Stores {
  private Stores() {}

  public static DefinitionStore on(
      Vertx vertx,
      MemoryCluster.MemoryLog log,
      Duration writing,
      Duration reading,
      InstantSource clock,
      MeterRegistry meters) {
    return new DefinitionStore(
        vertx,
        log,
        new DefinitionWriter.Limits(writing, reading, Duration.ofMillis(1)),
        clock,
        meters);
  }
}
