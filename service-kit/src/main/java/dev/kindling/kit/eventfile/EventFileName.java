package dev.kindling.kit.eventfile;

import dev.kindling.model.artifact.ArtifactRef;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of events says when it was written: {@code events-<millis>.ndjson}, of 13
 * digits, as all are from 2001 to 2286.
 */
public final class EventFileName {
  private static final Pattern FORM = Pattern.compile("events-(\\d{13})\\.ndjson");

  private EventFileName() {}

  static ArtifactRef of(String digest, Instant at) {
    return new ArtifactRef(digest, "events-" + at.toEpochMilli() + ".ndjson");
  }

  /** When a file was written; empty if it is none of events. */
  public static Optional<Instant> writtenAt(ArtifactRef file) {
    Matcher matcher = FORM.matcher(file.file());
    return matcher.matches()
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
