package dev.kindling.gateway.definition;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What this gateway has read of one table of definitions. Thread-safe. */
public interface DefinitionView<D> {
  Optional<D> get(String name);

  /** All of them, by name. */
  List<D> all();

  /** Completes, on any thread, when the record at this offset and all before it have been read. */
  Future<Void> passed(int partition, long offset);
}
