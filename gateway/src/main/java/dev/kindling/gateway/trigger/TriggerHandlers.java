package dev.kindling.gateway.trigger;

import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerState;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * Serves what a trigger has beside its definition: how it stands with it, a pause, what waits. On
 * the request's event loop; nothing here blocks.
 */
public final class TriggerHandlers {
  private final DefinitionKind<TriggerSpec, TriggerDefinition> kind;
  private final DefinitionView<TriggerDefinition> triggers;
  private final DefinitionStore store;
  private final DefinitionHandlers<TriggerSpec, TriggerDefinition> definitions;
  private final StateTable<TriggerState> states;
  private final InstantSource clock;

  /**
   * @param definitions writes the answers to changes
   */
  public TriggerHandlers(
      DefinitionKind<TriggerSpec, TriggerDefinition> kind,
      DefinitionView<TriggerDefinition> triggers,
      DefinitionStore store,
      DefinitionHandlers<TriggerSpec, TriggerDefinition> definitions,
      StateTable<TriggerState> states,
      InstantSource clock) {
    this.kind = kind;
    this.triggers = triggers;
    this.store = store;
    this.definitions = definitions;
    this.states = states;
    this.clock = clock;
  }

  /** How it stands with it. */
  public Future<Answer> status(Call call) {
    new Query(call).end();
    String name = call.path("name");
    TriggerDefinition trigger =
        triggers
            .get(name)
            .orElseThrow(() -> Problems.notFound("There is no trigger " + name + "."));
    return Future.succeededFuture(Answer.ok(TriggerStatus.of(trigger, states.find(name))));
  }

  /** Events pass without a run from now on; those that wait go on waiting. */
  public Future<Answer> pause(Call call) {
    String note = OneText.of(call.optionalBody(), "note");
    return change(call, spec -> spec.paused(true, note));
  }

  /** They do not any more; also after the trigger has stopped by itself. */
  public Future<Answer> resume(Call call) {
    return change(call, spec -> spec.paused(false, null));
  }

  /** What waits now will not become a run; beside a trigger that has stopped it then goes on. */
  public Future<Answer> discard(Call call) {
    return change(call, spec -> spec.discardedUntil(clock.instant()));
  }

  private Future<Answer> change(Call call, UnaryOperator<TriggerSpec> change) {
    Intent intent = Intent.of(call);
    return store
        .change(
            kind,
            triggers,
            call.path("name"),
            change,
            Precondition.of(call),
            call.principal(),
            intent)
        .compose(definitions::answer)
        .map(intent::mark);
  }
}
