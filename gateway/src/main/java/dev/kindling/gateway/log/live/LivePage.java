package dev.kindling.gateway.log.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.gateway.log.LogCursor;
import dev.kindling.gateway.log.LogFilter;
import dev.kindling.gateway.log.LogLevels;
import dev.kindling.gateway.log.LogLine;
import dev.kindling.gateway.log.LogOrder;
import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.log.LogQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers a query from lines in memory, as near to Elasticsearch's answer as that can be. Pure. */
final class LivePage {
  private static final long NANOS = 1_000_000_000L;

  private static final Comparator<LiveLine> BY_PLACE =
      Comparator.comparingLong(LiveLine::place).thenComparing(one -> one.line().file());

  private static final Comparator<LiveLine> BY_TIME =
      Comparator.comparing(LiveLine::at).thenComparing(BY_PLACE);

  private LivePage() {}

  static LogPage of(List<LiveLine> lines, LogQuery query, List<String> missing) {
    Comparator<LiveLine> order = order(query.order());
    List<LiveLine> found =
        lines.stream()
            .filter(one -> matches(one, query.filter()))
            .filter(one -> query.after().map(after -> isBehind(one, after, order)).orElse(true))
            .sorted(order)
            .limit(query.limit())
            .toList();
    List<String> places = found.stream().map(one -> cursor(one).text()).toList();
    String next =
        places.isEmpty()
            ? query.after().map(LogCursor::text).orElse(null)
            : places.get(places.size() - 1);
    return new LogPage(found.stream().map(LiveLine::line).toList(), next, missing, places);
  }

  private static Comparator<LiveLine> order(LogOrder order) {
    return switch (order) {
      case OLDEST_FIRST, ARRIVAL -> BY_TIME;
      case NEWEST_FIRST -> BY_TIME.reversed();
      case DOWN_THE_FILE -> BY_PLACE;
      case UP_THE_FILE -> BY_PLACE.reversed();
    };
  }

  private static LogCursor cursor(LiveLine one) {
    ArrayNode sort = JsonNodeFactory.instance.arrayNode();
    sort.add(ChronoUnit.NANOS.between(Instant.EPOCH, one.at()));
    return new LogCursor(sort.add(one.place()).add(one.line().file()));
  }

  private static boolean isBehind(LiveLine one, LogCursor after, Comparator<LiveLine> order) {
    long nanos = after.sort().get(0).asLong();
    Instant at = Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    LogLine there = LogLine.at(after.sort().get(2).asText(""), null);
    return order.compare(one, new LiveLine(at, after.sort().get(1).asLong(), there)) > 0;
  }

  private static boolean matches(LiveLine one, LogFilter filter) {
    return isThere(one.line(), filter.place())
        && isThen(one.at(), filter.times())
        && says(one.line(), filter.words());
  }

  private static boolean isThere(LogLine line, LogFilter.Place place) {
    return isOr(place.source(), line.source())
        && isOr(place.attempt().map(Integer::longValue), line.attempt())
        && isOr(place.executor(), line.executorId())
        && place.part().map(part -> isIn(line, part)).orElse(true);
  }

  private static <T> boolean isOr(Optional<T> wanted, T is) {
    return wanted.isEmpty() || wanted.get().equals(is);
  }

  private static boolean isIn(LogLine line, LogFilter.Part part) {
    return part.file().equals(line.file())
        && line.offset() != null
        && line.offset() >= part.from()
        && line.offset() < part.to();
  }

  private static boolean isThen(Instant at, LogFilter.Times times) {
    // When a line was shipped nobody knows here: who follows leaves out what was told.
    return times.from().map(from -> !at.isBefore(from)).orElse(true)
        && times.to().map(at::isBefore).orElse(true);
  }

  private static boolean says(LogLine line, LogFilter.Words words) {
    boolean failed =
        line.error() != null
            || (line.level() != null && LogLevels.atLeast("error").contains(line.level()));
    return (!words.failures() || failed)
        && words
            .level()
            .map(level -> line.level() != null && LogLevels.atLeast(level).contains(line.level()))
            .orElse(true)
        && words.text().map(text -> has(line, text)).orElse(true);
  }

  /** Every word as it stands, or not where a minus stands before it. */
  private static boolean has(LogLine line, String text) {
    String all =
        (line.message() + " " + (line.error() == null ? "" : line.error().stackTrace()))
            .toLowerCase(Locale.ROOT);
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[\\s\"|*+()]+", -1))
        .filter(word -> !word.isEmpty() && !word.equals("-"))
        .allMatch(
            word -> word.startsWith("-") ? !all.contains(word.substring(1)) : all.contains(word));
  }
}
