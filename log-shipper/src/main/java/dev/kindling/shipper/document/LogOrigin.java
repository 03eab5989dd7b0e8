package dev.kindling.shipper.document;

import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.LogSource;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Whose log it is, and so what all of its documents have in common. */
public sealed interface LogOrigin permits ProcessOrigin, ServiceOrigin {
  LogSource source();

  /** To which run the process belongs; null for a service. */
  RunTag tag();

  /**
   * The index of an event: a function of what stands in the log up to there and of nothing else, so
   * that a replay meets its own documents.
   *
   * @param stamp the last time that a line up to there has told; null if none has
   */
  String index(Instant stamp);

  /**
   * When the process was begun, if its name tells.
   *
   * @param zone in which names are made
   */
  Optional<Instant> begun(ZoneId zone);

  /** What {@link #file} is for a log. */
  static String fileOf(LogSource source) {
    return ",\"iostream\":\""
        + source.iostream().label()
        + "\",\"file\":{\"path\":"
        + JsonBytes.quoted(source.path().toString())
        + "}";
  }

  /** The fields of {@code log} that are the same in all of its documents; with a comma before. */
  byte[] file();

  /** Writes the fields that say whose event it is; with a comma before. */
  void describe(JsonBytes out, ParsedEvent event);
}
