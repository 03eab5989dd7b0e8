package dev.kindling.gateway.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.IdempotencyKey;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.gateway.run.RunDocuments;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleSpecCheck;
import dev.kindling.model.schedule.ScheduleState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Serves what a schedule has beside its definition: the instants to come and those decided, a
 * pause, a run now. On the request's event loop; nothing here blocks.
 */
public final class ScheduleHandlers {
  private static final int DEFAULT_COUNT = 10;
  private static final int LARGEST_COUNT = 500;

  /** The ledger is there without its runs, too. */
  private static final long PATIENCE_MS = 2_000;

  private final Vertx vertx;
  private final DefinitionKind<ScheduleSpec, ScheduleDefinition> kind;
  private final DefinitionView<ScheduleDefinition> schedules;
  private final DefinitionStore store;
  private final DefinitionHandlers<ScheduleSpec, ScheduleDefinition> definitions;
  private final Function<String, Optional<CalendarSpec>> calendars;
  private final StateTable<ScheduleState> states;
  private final KnownRuns runs;
  private final RunStarts starts;
  private final RunDocuments documents;
  private final InstantSource clock;

  /**
   * @param definitions writes the answers to changes
   * @param calendars finds a calendar by its name
   */
  public ScheduleHandlers(
      Vertx vertx,
      DefinitionKind<ScheduleSpec, ScheduleDefinition> kind,
      DefinitionView<ScheduleDefinition> schedules,
      DefinitionStore store,
      DefinitionHandlers<ScheduleSpec, ScheduleDefinition> definitions,
      Function<String, Optional<CalendarSpec>> calendars,
      StateTable<ScheduleState> states,
      KnownRuns runs,
      RunStarts starts,
      RunDocuments documents,
      InstantSource clock) {
    this.vertx = vertx;
    this.kind = kind;
    this.schedules = schedules;
    this.store = store;
    this.definitions = definitions;
    this.calendars = calendars;
    this.states = states;
    this.runs = runs;
    this.starts = starts;
    this.documents = documents;
    this.clock = clock;
  }

  /** The next instants of a schedule that is saved. */
  public Future<Answer> preview(Call call) {
    Query query = new Query(call);
    Range range = range(query);
    query.end();
    ScheduleDefinition schedule = find(call);
    return preview(schedule.name(), schedule.spec(), range);
  }

  /** The next instants of one that is not; the body is that of a PUT. */
  public Future<Answer> previewUnsaved(Call call) {
    Query query = new Query(call);
    Range range = range(query);
    String name = query.text("name", 100).orElse("");
    query.end();
    ObjectNode body = call.body();
    return vertx
        .executeBlocking(() -> SpecReader.read(body, kind), false)
        .compose(spec -> preview(name, spec, range));
  }

  /** What became of the last instants. */
  public Future<Answer> decisions(Call call) {
    new Query(call).end();
    ScheduleDefinition schedule = find(call);
    Optional<ScheduleState> state = states.find(schedule.name());
    return lines(schedule.name(), state)
        .map(lines -> Answer.ok(ScheduleLedger.of(schedule, state, calendars, lines)));
  }

  private Future<List<LedgerLine>> lines(String schedule, Optional<ScheduleState> state) {
    List<Future<LedgerLine>> lines = new ArrayList<>();
    for (InstantDecision decision : state.map(ScheduleState::decisions).orElse(List.of())) {
      lines.add(ended(LedgerLine.of(schedule, decision)));
    }
    return Future.all(lines).map(all -> all.list());
  }

  /** With how its run has ended, unless nobody tells of that soon. */
  private Future<LedgerLine> ended(LedgerLine line) {
    return line.runId() == null
        ? Future.succeededFuture(line)
        : runs.look(line.runId())
            .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
            .map(
                found ->
                    found.map(Run::state).filter(RunState::isFinal).map(line::ended).orElse(line))
            .otherwise(line);
  }

  /** Instants pass without a run from now on. */
  public Future<Answer> pause(Call call) {
    return change(call, true, OneText.of(call.optionalBody(), "note"));
  }

  /** They do not any more; also after the schedule has stopped by itself. */
  public Future<Answer> resume(Call call) {
    return change(call, false, null);
  }

  private Future<Answer> change(Call call, boolean paused, String note) {
    Intent intent = Intent.of(call);
    return store
        .change(
            kind,
            schedules,
            call.path("name"),
            spec -> spec.paused(paused, note),
            Precondition.of(call),
            call.principal(),
            intent)
        .compose(definitions::answer)
        .map(intent::mark);
  }

  /** A run now, beside those of its instants. */
  public Future<Answer> fire(Call call) {
    Intent intent = Intent.of(call);
    return starts
        .fire(find(call), IdempotencyKey.of(call), call.principal(), call.traceparent(), intent)
        .map(documents::accepted)
        .map(intent::mark);
  }

  private ScheduleDefinition find(Call call) {
    String name = call.path("name");
    return schedules
        .get(name)
        .orElseThrow(() -> Problems.notFound("There is no schedule " + name + "."));
  }

  /** Hundreds of instants of many expressions take milliseconds: off the loop. */
  private Future<Answer> preview(String name, ScheduleSpec spec, Range range) {
    Instant now = clock.instant();
    return vertx.executeBlocking(
        () ->
            Answer.ok(
                SchedulePreview.of(
                    name, spec, calendars, range.after().orElse(now), range.count(), now)),
        false);
  }

  private record Range(Optional<Instant> after, int count) {}

  private static Range range(Query query) {
    Optional<Instant> after =
        query.parsed(
            "after",
            "must be an instant in UTC, such as 2026-11-26T02:30:00Z.",
            ScheduleHandlers::instant);
    return new Range(after, query.integer("count", DEFAULT_COUNT, 1, LARGEST_COUNT));
  }

  private static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (!ScheduleSpecCheck.isUsual(instant)) {
        throw new IllegalArgumentException("no time that calendars are for");
      }
      return instant;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
