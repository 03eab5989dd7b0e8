package dev.kindling.model.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logical time in the parameters of a schedule: {@code ${fire:date}} in any text becomes the
 * date of the instant that the run stands for, on the clock of the schedule's zone, however late it
 * starts. Pure.
 *
 * <p>Forms are {@code instant} (UTC, ISO-8601), {@code date}, {@code time}, {@code datetime}
 * (local, ISO-8601) and {@code epoch} (seconds); any other is a pattern of {@link
 * DateTimeFormatter}, such as {@code ${fire:yyyy/MM/dd}}. The time may be shifted before: {@code
 * ${fire-P1D:date}} is the day before, {@code ${fire+PT1H:instant}} an hour later.
 */
public final class FireTemplates {
  private static final Pattern PLACE = Pattern.compile("\\$\\{fire(?:([+-])(P[^:}]*))?:([^}]*)}");
  private static final Pattern BEGIN = Pattern.compile("\\$\\{fire");
  private static final List<ZonedDateTime> TRIED =
      List.of(
          ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
          ZonedDateTime.of(2026, 12, 31, 23, 59, 59, 0, ZoneOffset.UTC));
  private static final ZonedDateTime FARTHEST =
      ZonedDateTime.of(2500, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private FireTemplates() {}

  /**
   * Every placeholder that means nothing.
   *
   * @param path of {@code parameters}, for the problems
   */
  static List<FieldProblem> problems(String path, JsonNode parameters) {
    List<FieldProblem> problems = new ArrayList<>();
    walk(path, parameters, problems);
    return problems;
  }

  private static void walk(String path, JsonNode node, List<FieldProblem> problems) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> walk(path + "/" + field.getKey(), field.getValue(), problems));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(path + "/" + i, node.get(i), problems);
      }
    } else if (node.isTextual() && BEGIN.matcher(node.asText()).find()) {
      try {
        String rest = tried(node.asText());
        if (BEGIN.matcher(rest).find()) {
          throw new IllegalArgumentException("has a ${fire that is not closed or has no form");
        }
      } catch (RuntimeException e) {
        problems.add(
            new FieldProblem(
                path,
                "\""
                    + node.asText()
                    + "\" "
                    + e.getMessage()
                    + ": write, for example, ${fire:date}, ${fire-P1D:yyyy/MM/dd} or"
                    + " ${fire:instant}."));
      }
    }
  }

  /** At several times, since some patterns have a form for some hours only. */
  private static String tried(String text) {
    String rest = "";
    for (ZonedDateTime time : TRIED) {
      rest = resolved(text, time);
    }
    return rest;
  }

  /**
   * The parameters of the run of an instant.
   *
   * @param parameters that passed the check; not changed
   * @param at the instant, on the clock of the schedule's zone
   */
  public static JsonNode resolve(JsonNode parameters, ZonedDateTime at) {
    if (parameters.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      parameters
          .properties()
          .forEach(field -> object.set(field.getKey(), resolve(field.getValue(), at)));
      return object;
    }
    if (parameters.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      parameters.forEach(element -> array.add(resolve(element, at)));
      return array;
    }
    return parameters.isTextual()
        ? TextNode.valueOf(resolved(parameters.asText(), at))
        : parameters;
  }

  private static String resolved(String text, ZonedDateTime at) {
    Matcher place = PLACE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (place.find()) {
      ZonedDateTime shown = at;
      if (place.group(1) != null) {
        TemporalAmount shift = shift(place.group(2));
        shown = place.group(1).equals("-") ? at.minus(shift) : at.plus(shift);
      }
      place.appendReplacement(result, Matcher.quoteReplacement(form(place.group(3), shown)));
    }
    return place.appendTail(result).toString();
  }

  /** Days and months are those of the clock on the wall, hours and minutes are elapsed time. */
  private static TemporalAmount shift(String text) {
    TemporalAmount shift;
    try {
      shift = text.contains("T") ? Duration.parse(text) : Period.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "is shifted by \"" + text + "\", which is no ISO-8601 span", e);
    }
    if (TRIED.get(0).plus(shift).isAfter(FARTHEST)) {
      throw new IllegalArgumentException("is shifted by \"" + text + "\", which is too far");
    }
    return shift;
  }

  private static String form(String form, ZonedDateTime at) {
    LocalDateTime local = at.toLocalDateTime();
    return switch (form) {
      case "instant" -> at.toInstant().toString();
      case "epoch" -> Long.toString(at.toEpochSecond());
      case "date" -> local.toLocalDate().toString();
      case "time" -> local.toLocalTime().toString();
      case "datetime" -> local.toString();
      default -> {
        if (form.isBlank()) {
          throw new IllegalArgumentException("does not say in which form");
        }
        yield DateTimeFormatter.ofPattern(form, Locale.ROOT).format(local);
      }
    };
  }
}
