package dev.kindling.gateway.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.definition.Written;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.NamedPages;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.SucceededFires;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Serves backfills: ask for one, see what it would do, follow, pause, resume, cancel. On the
 * request's event loop; plans are made off it.
 */
public final class BackfillHandlers {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** So many instants a dry run shows. */
  private static final int SHOWN = 100;

  private final Vertx vertx;
  private final DefinitionKind<BackfillSpec, BackfillDefinition> kind;
  private final DefinitionView<BackfillDefinition> backfills;
  private final DefinitionStore store;
  private final StateTable<BackfillState> states;
  private final DefinitionView<ScheduleDefinition> schedules;
  private final Function<String, Optional<CalendarSpec>> calendars;
  private final SucceededFires succeeded;
  private final Function<String, Map<String, String>> labels;
  private final InstantSource clock;
  private final NamedPages<BackfillDefinition> pages;

  /**
   * @param calendars finds a calendar by its name
   * @param labels of a job by its name
   */
  public BackfillHandlers(
      Vertx vertx,
      DefinitionKind<BackfillSpec, BackfillDefinition> kind,
      DefinitionView<BackfillDefinition> backfills,
      DefinitionStore store,
      StateTable<BackfillState> states,
      DefinitionView<ScheduleDefinition> schedules,
      Function<String, Optional<CalendarSpec>> calendars,
      SucceededFires succeeded,
      Function<String, Map<String, String>> labels,
      InstantSource clock) {
    this.vertx = vertx;
    this.kind = kind;
    this.backfills = backfills;
    this.store = store;
    this.states = states;
    this.schedules = schedules;
    this.calendars = calendars;
    this.succeeded = succeeded;
    this.labels = labels;
    this.clock = clock;
    this.pages =
        new NamedPages<>(
            BackfillDefinition::name,
            BackfillDefinition::spec,
            backfill -> Optional.of(labels.apply(backfill.spec().job())));
  }

  /**
   * What a dry run answers.
   *
   * @param count how many runs there would be
   * @param excluded how many instants the schedule excludes
   * @param succeeded how many have succeeded
   * @param instants the first hundred
   */
  private record DryRun(int count, int excluded, int succeeded, List<Instant> instants) {}

  /** Asks for the past instants of a schedule. */
  public Future<Answer> create(Call call) {
    Query query = new Query(call);
    Intent intent = Intent.read(query);
    query.end();
    String name = call.path("name");
    ScheduleDefinition schedule =
        schedules
            .get(name)
            .orElseThrow(() -> Problems.notFound("There is no schedule " + name + "."));
    ObjectNode body = call.body();
    BackfillOrder order = SpecReader.read(body, BackfillOrder.class, BackfillOrder::problems);
    return done(schedule, order)
        .compose(
            done ->
                vertx.executeBlocking(
                    () ->
                        BackfillPlan.of(
                            schedule, order.from(), order.to(), done, calendars, clock.instant()),
                    false))
        .compose(plan -> intent.isDry() ? show(plan) : begin(call, schedule, order, plan))
        .map(intent::mark);
  }

  private Future<Set<Instant>> done(ScheduleDefinition schedule, BackfillOrder order) {
    if (order.again()) {
      return Future.succeededFuture(Set.of());
    }
    return succeeded.find(schedule.spec().job(), schedule.name(), order.from(), order.to());
  }

  private static Future<Answer> show(BackfillPlan plan) {
    return Future.succeededFuture(
        Answer.ok(
            new DryRun(
                plan.instants().size(),
                plan.excluded(),
                plan.succeeded(),
                plan.instants().stream().limit(SHOWN).toList())));
  }

  private Future<Answer> begin(
      Call call, ScheduleDefinition schedule, BackfillOrder order, BackfillPlan plan) {
    if (plan.instants().isEmpty()) {
      return Future.failedFuture(
          Problems.conflict(
              "There is nothing to do: of the instants from "
                  + order.from()
                  + " to "
                  + order.to()
                  + " "
                  + plan.succeeded()
                  + " have succeeded or are under way and "
                  + plan.excluded()
                  + " are excluded"
                  + (plan.succeeded() + plan.excluded() == 0
                      ? ": the schedule has none there; look at its start and end."
                      : ". With again=true those that succeeded are run once more.")));
    }
    String name = order.name() == null ? made(schedule.name(), clock.instant()) : order.name();
    BackfillSpec spec =
        new BackfillSpec(
            schedule.name(),
            clock.instant(),
            schedule.spec().job(),
            schedule.spec().timeZone(),
            schedule.spec().parameters(),
            plan.instants(),
            order.concurrency(),
            order.priority(),
            order.stopAfterFailures(),
            false,
            false);
    Precondition isNew = Precondition.ABSENT;
    return store
        .put(kind, backfills, name, spec, isNew, call.principal(), Intent.WRITE)
        .map(written -> answer(202, written));
  }

  /** Names have at most a hundred characters. */
  private static String made(String schedule, Instant now) {
    String stamp = "-" + STAMP.format(now);
    int most = 100 - stamp.length();
    return (schedule.length() > most ? schedule.substring(0, most) : schedule) + stamp;
  }

  private Answer answer(int status, Written<BackfillDefinition> written) {
    return answer(status, written.definition());
  }

  private Answer answer(int status, BackfillDefinition backfill) {
    return Answer.of(status, document(backfill))
        .with("Location", kind.path() + backfill.name())
        .with("ETag", Precondition.etag(backfill.revision()));
  }

  private BackfillDocument document(BackfillDefinition backfill) {
    return BackfillDocument.of(backfill, states.find(backfill.name()));
  }

  public Future<Answer> list(Call call) {
    List<BackfillDefinition> seen =
        backfills.all().stream()
            .filter(backfill -> call.caller().sees(labels.apply(backfill.spec().job())))
            .toList();
    return Future.succeededFuture(Answer.ok(pages.page(call, seen, this::document)));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    return Future.succeededFuture(answer(200, find(call)));
  }

  public Future<Answer> pause(Call call) {
    return change(call, spec -> spec.paused(true));
  }

  /** It goes on, also after it has stopped by itself. */
  public Future<Answer> resume(Call call) {
    return change(call, spec -> spec.paused(false));
  }

  public Future<Answer> cancel(Call call) {
    return change(call, BackfillSpec::cancel);
  }

  private Future<Answer> change(Call call, UnaryOperator<BackfillSpec> change) {
    Intent intent = Intent.of(call);
    BackfillDefinition backfill = find(call);
    if (backfill.spec().cancelled()) {
      return Future.failedFuture(
          Problems.conflict(
              "The backfill " + backfill.name() + " was cancelled. Ask for another."));
    }
    return store
        .change(
            kind,
            backfills,
            backfill.name(),
            change,
            Precondition.of(call),
            call.principal(),
            intent)
        .map(written -> intent.mark(answer(200, written)));
  }

  /** Forgets one; its runs stay. */
  public Future<Answer> delete(Call call) {
    Intent intent = Intent.of(call);
    BackfillDefinition backfill = find(call);
    if (states.find(backfill.name()).filter(BackfillState::isOver).isEmpty()) {
      return Future.failedFuture(
          Problems.conflict(
              "The backfill "
                  + backfill.name()
                  + " is not over. Cancel it first, and wait for its"
                  + " runs to end."));
    }
    return store
        .delete(kind, backfills, backfill.name(), Precondition.of(call), intent)
        .map(gone -> intent.deleted(() -> answer(200, gone)));
  }

  private BackfillDefinition find(Call call) {
    String name = call.path("name");
    return backfills
        .get(name)
        .orElseThrow(() -> Problems.notFound("There is no backfill " + name + "."));
  }
}
