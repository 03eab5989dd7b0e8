package dev.kindling.shipper.tail;

import static java.util.Objects.requireNonNull;

import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.log.parse.EventParser;
import dev.kindling.shipper.document.DocumentBuilder;
import dev.kindling.shipper.document.RefusedDocument;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * The parts that all streams share. Not thread-safe: the builder has one buffer.
 *
 * @param limits where events are split
 * @param parser makes fields of them
 * @param documents makes documents of them
 * @param refusals makes dead letters of those that were refused
 * @param zone the zone of plain time stamps and of ids
 * @param clock tells when something was read
 */
public record EventPipeline(
    JoinLimits limits,
    EventParser parser,
    DocumentBuilder documents,
    RefusedDocument refusals,
    ZoneId zone,
    InstantSource clock) {
  public EventPipeline {
    requireNonNull(limits, "limits is null");
    requireNonNull(clock, "clock is null");
  }

  public static EventPipeline of(JoinLimits limits, ZoneId zone, InstantSource clock) {
    return new EventPipeline(
        limits, new EventParser(zone), new DocumentBuilder(), new RefusedDocument(), zone, clock);
  }
}
