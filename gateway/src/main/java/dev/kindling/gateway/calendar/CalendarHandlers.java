package dev.kindling.gateway.calendar;

import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Serves the one thing about calendars that no other definition has: they may come as a file. */
public final class CalendarHandlers {
  private final Vertx vertx;
  private final DefinitionHandlers<CalendarSpec, CalendarDefinition> definitions;
  private final InstantSource clock;

  public CalendarHandlers(
      Vertx vertx,
      DefinitionHandlers<CalendarSpec, CalendarDefinition> definitions,
      InstantSource clock) {
    this.vertx = vertx;
    this.definitions = definitions;
    this.clock = clock;
  }

  /** Creates or replaces a calendar, by JSON or by a file of iCalendar. */
  public Future<Answer> put(Call call) {
    if (call.calendar().isEmpty()) {
      return definitions.put(call);
    }
    String text = call.calendar().get();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    // A large file takes some milliseconds: off the loop.
    return vertx
        .executeBlocking(() -> CalendarFile.read(text, today), false)
        .compose(file -> definitions.put(call, file.spec(), file.warnings()));
  }
}
