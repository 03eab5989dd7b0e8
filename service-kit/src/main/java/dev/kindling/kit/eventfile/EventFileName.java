package dev.kindling.kit.eventfile;

import dev.kindling.model.artifact.ArtifactRef;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a file of events says about when it was written: {@code events-<millis>.ndjson}. */
public final class EventFileName {
  private static final Pattern FORM = Pattern.compile("events-(\\d{1,15})\\.ndjson");

  private EventFileName() {}

  static ArtifactRef of(String digest, Instant at) {
    return new ArtifactRef(digest, "events-" + at.toEpochMilli() + ".ndjson");
  }

  /** About when a file was written; empty if it is none of events. */
  public static Optional<Instant> writtenAt(ArtifactRef file) {
    Matcher matcher = FORM.matcher(file.file());
    return matcher.matches()
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
