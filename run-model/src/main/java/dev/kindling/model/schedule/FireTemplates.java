package dev.kindling.model.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
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
        String rest = resolved(node.asText(), Instant.EPOCH, LocalDateTime.of(1970, 1, 1, 0, 0));
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

  /**
   * The parameters of the run of an instant.
   *
   * @param parameters that passed the check; not changed
   * @param local what the clock of the schedule's zone shows at the instant
   */
  public static JsonNode resolve(JsonNode parameters, Instant instant, LocalDateTime local) {
    if (parameters.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      parameters
          .properties()
          .forEach(field -> object.set(field.getKey(), resolve(field.getValue(), instant, local)));
      return object;
    }
    if (parameters.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      parameters.forEach(element -> array.add(resolve(element, instant, local)));
      return array;
    }
    return parameters.isTextual()
        ? TextNode.valueOf(resolved(parameters.asText(), instant, local))
        : parameters;
  }

  private static String resolved(String text, Instant instant, LocalDateTime local) {
    Matcher place = PLACE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (place.find()) {
      Instant shownAt = instant;
      LocalDateTime shown = local;
      if (place.group(1) != null) {
        TemporalAmount shift = shift(place.group(2));
        boolean back = place.group(1).equals("-");
        shown = back ? local.minus(shift) : local.plus(shift);
        // Days and months are those of the calendar; UTC has the same ones.
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        shownAt = (back ? utc.minus(shift) : utc.plus(shift)).toInstant(ZoneOffset.UTC);
      }
      place.appendReplacement(
          result, Matcher.quoteReplacement(form(place.group(3), shownAt, shown)));
    }
    return place.appendTail(result).toString();
  }

  private static TemporalAmount shift(String text) {
    try {
      return text.contains("T") ? Duration.parse(text) : Period.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "is shifted by \"" + text + "\", which is no ISO-8601 span", e);
    }
  }

  private static String form(String form, Instant instant, LocalDateTime local) {
    return switch (form) {
      case "instant" -> instant.toString();
      case "epoch" -> Long.toString(instant.getEpochSecond());
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
