package dev.kindling.gateway.definition;

import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** A table of definitions as read from Kafka. */
public final class KafkaDefinitionView<D> implements DefinitionView<D> {
  private final DefinitionTable<D> table;
  private final TableView view;

  public KafkaDefinitionView(CommonConfig config, DefinitionKind<?, D> kind, MeterRegistry meters) {
    this.table = new DefinitionTable<>(kind, meters);
    this.view =
        new TableView(config, kind.topic(), (key, changed) -> table.apply(key, changed.value()));
  }

  /** Starts, stops and judges the reading. */
  public TableView view() {
    return view;
  }

  @Override
  public Optional<D> get(String name) {
    return table.get(name);
  }

  @Override
  public List<D> all() {
    return table.all();
  }

  @Override
  public Future<Void> passed(int partition, long offset) {
    return view.passed(partition, offset);
  }
}
