package dev.kindling.gateway.log.live;

import dev.kindling.gateway.log.LogLine;
import dev.kindling.kit.log.event.EventJoiner;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.log.event.JoinState;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.kit.log.parse.ErrorPart;
import dev.kindling.kit.log.parse.EventParser;
import dev.kindling.kit.log.parse.LaunchHeader;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.model.run.Attempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of an attempt, as its worker shows the end of it; makes of it the lines that the
 * log-shipper would make. Pure.
 *
 * @param executor whose file it is; empty for the driver's
 */
record LiveFile(Attempt attempt, Optional<String> executor, String worker, IoStream stream) {
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** LogPage of Spark 4.0.0 puts it before what it shows. */
  private static final Pattern HEAD =
      Pattern.compile("==== Bytes (\\d{1,18})-(\\d{1,18}) of \\d{1,18} of (.*) ====\n");

  /** Its end: the path and query under the worker's web UI. */
  String page(int bytes) {
    return "/log/?" + whose() + "&logType=" + stream.label() + "&byteLength=" + bytes;
  }

  /** The begin of what the process wrote, where its worker has put the command that started it. */
  String head(int bytes) {
    return "/log/?" + whose() + "&logType=stderr&offset=0&byteLength=" + bytes;
  }

  /** The same for all files of a process. */
  String whose() {
    return executor.isPresent()
        ? "appId=" + attempt.appId() + "&executorId=" + executor.get()
        : "driverId=" + attempt.driverId();
  }

  /**
   * Whether a process is this run's: its driver alone says which application and which executors it
   * has, and may say those of another run. The worker's own words are the command that it started.
   */
  boolean isOurs(String head, String run) {
    return LaunchHeader.tagOf(head.lines().skip(1).findFirst().orElse(""))
        .filter(tag -> tag.runId().equals(run) && tag.attempt() == attempt.number())
        .isPresent();
  }

  /** What is said where it cannot be had. */
  String name() {
    return stream.label()
        + " of "
        + executor.map(id -> "executor " + id).orElse("the driver")
        + " on "
        + worker;
  }

  /** Its lines; empty if the page is not of a file. */
  Optional<List<LiveLine>> lines(String page, EventParser parser) {
    Matcher head = HEAD.matcher(page);
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    long from = Long.parseLong(head.group(1));
    long to = Long.parseLong(head.group(2));
    byte[] bytes = page.substring(head.end()).getBytes(StandardCharsets.UTF_8);
    // The worker has made text of it: where that was none, nobody can count its bytes.
    boolean countable = bytes.length == to - from;
    List<LiveLine> lines = new ArrayList<>();
    Instant at = attempt.createdAt();
    for (RawEvent event : events(bytes, from)) {
      ParsedEvent parsed = parser.parse(event);
      at = parsed.time() == null || !isOfOurTime(parsed.time()) ? at : parsed.time();
      Long offset = countable ? Long.valueOf(event.start()) : null;
      // Counted from the end, which grows, so that it stays the same from look to look.
      long place = to - (from + bytes.length - event.start());
      lines.add(new LiveLine(at, place, line(parsed, at, head.group(3), offset)));
    }
    return Optional.of(lines);
  }

  /** Nanoseconds since 1970 must hold it; a stamp outside is a mistake of who wrote it. */
  private static boolean isOfOurTime(Instant time) {
    return time.isAfter(Instant.EPOCH) && time.isBefore(LATEST);
  }

  /** Of a file that is shown from its middle, from the second line on: the first is none. */
  private List<RawEvent> events(byte[] bytes, long from) {
    int begin = 0;
    while (from > 0 && begin < bytes.length && bytes[begin++] != '\n') {
      // Of a line that began before.
    }
    EventJoiner joiner =
        new EventJoiner(stream, JoinLimits.DEFAULT, from + begin, JoinState.FRESH, List.of());
    joiner.append(bytes, begin, wholeLines(bytes, begin) - begin);
    List<RawEvent> events = new ArrayList<>();
    drain(joiner, events);
    if (joiner.isOpen()) {
      joiner.forceBoundary();
      drain(joiner, events);
    }
    return events;
  }

  /** Where the last line ends that has an end: of the next one the rest is on its way. */
  private static int wholeLines(byte[] bytes, int begin) {
    int end = bytes.length;
    while (end > begin && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static void drain(EventJoiner joiner, List<RawEvent> events) {
    for (RawEvent event = joiner.poll(); event != null; event = joiner.poll()) {
      events.add(event);
    }
  }

  private LogLine line(ParsedEvent parsed, Instant at, String path, Long offset) {
    return new LogLine(
        at.toString(),
        parsed.level() == null ? null : parsed.level().toLowerCase(Locale.ROOT),
        parsed.logger(),
        null,
        parsed.message(),
        executor.isPresent() ? "executor" : "driver",
        stream.label(),
        (long) attempt.number(),
        executor.isPresent() ? null : attempt.driverId(),
        attempt.appId(),
        executor.orElse(null),
        worker,
        path,
        offset,
        thrown(parsed.error()));
  }

  private static LogLine.Thrown thrown(ErrorPart error) {
    return error == null
        ? null
        : new LogLine.Thrown(error.type(), error.message(), error.stackTrace());
  }
}
