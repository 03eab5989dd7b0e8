package dev.kindling.scheduler.cron;

import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calendars as {@code kindling.calendars} has them right now. Written by the table view's
 * thread, read by any.
 */
public final class CalendarBook {
  private static final Logger LOG = LoggerFactory.getLogger(CalendarBook.class);

  private final Map<String, CalendarSpec> calendars = new ConcurrentHashMap<>();

  /** One record of the table. A definition that cannot be read counts as none. */
  public void apply(String name, ConsumerRecord<String, byte[]> changed) {
    if (name == null) {
      return;
    }
    if (changed.value() == null) {
      calendars.remove(name);
      return;
    }
    try {
      calendars.put(name, Json.read(changed.value(), CalendarDefinition.class).spec());
    } catch (UncheckedIOException e) {
      LOG.warn("the calendar {} cannot be read and counts as not defined: {}", name, e.toString());
      calendars.remove(name);
    }
  }

  Optional<CalendarSpec> find(String name) {
    return Optional.ofNullable(calendars.get(name));
  }
}
