package dev.kindling.gateway.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.json.Json;
import dev.kindling.model.json.OneOrMany;
import dev.kindling.model.problem.FieldProblem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares a JSON object with the record that it is to become, and names every field that does not
 * fit. Jackson would stop at the first, ignore what it does not know, and turn {@code "3"} into 3.
 *
 * <p>A field that does not fit is taken out of the object, so that the rest can be read and checked
 * further. A field that is null counts as left out; a null within a list or a map does not fit.
 */
final class RecordShape {
  private static final Map<Class<?>, TimeForm> TIMES =
      Map.of(
          Duration.class,
          new TimeForm(Duration::parse, "an ISO-8601 duration, such as \"PT30M\"."),
          Instant.class,
          new TimeForm(Instant::parse, "an instant in UTC, such as \"2026-11-26T02:30:00Z\"."),
          LocalDate.class,
          new TimeForm(LocalDate::parse, "a date, such as \"2026-12-24\"."),
          LocalTime.class,
          new TimeForm(LocalTime::parse, "a time of day, such as \"22:00\"."));

  private final List<FieldProblem> problems = new ArrayList<>();

  /**
   * How a kind of times is written.
   *
   * @param words the end of "must be …"
   */
  private record TimeForm(Function<String, Object> parser, String words) {}

  private RecordShape() {}

  /** Says what does not fit, and takes it out of {@code document}. */
  static List<FieldProblem> strip(ObjectNode document, Class<? extends Record> type) {
    RecordShape shape = new RecordShape();
    shape.record("", document, type);
    return List.copyOf(shape.problems);
  }

  private void record(String path, ObjectNode object, Class<?> type) {
    Map<String, Type> components = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode value = object.get(component.getName());
      boolean single =
          value != null
              && !value.isArray()
              && component.getAccessor().isAnnotationPresent(OneOrMany.class);
      Type whole = component.getGenericType();
      components.put(
          component.getName(),
          single ? ((ParameterizedType) whole).getActualTypeArguments()[0] : whole);
    }
    fields(
        path,
        object,
        components::get,
        name -> "is not a field here" + DidYouMean.suggestion(name, components.keySet()),
        true);
  }

  private void fields(
      String path,
      ObjectNode object,
      Function<String, Type> typeOf,
      Function<String, String> unknown,
      boolean mayBeNull) {
    List<String> misfits = new ArrayList<>();
    object
        .properties()
        .forEach(
            field -> {
              String at = path + FieldProblem.step(field.getKey());
              Type type = typeOf.apply(field.getKey());
              boolean fits;
              if (type == null) {
                fits = no(at, unknown.apply(field.getKey()));
              } else if (field.getValue().isNull()) {
                fits = mayBeNull || no(at, "is null: give it a value or leave it out.");
              } else {
                fits = fits(at, field.getValue(), type);
              }
              if (!fits) {
                misfits.add(field.getKey());
              }
            });
    object.remove(misfits);
  }

  private boolean fits(String path, JsonNode value, Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Class<?> raw = (Class<?>) parameterized.getRawType();
      return raw == Map.class ? map(path, value, arguments[1]) : list(path, value, arguments[0]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == JsonNode.class) {
      return true;
    } else if (raw == String.class) {
      return value.isTextual() || no(path, "must be text, in quotes.");
    } else if (raw == Integer.class || raw == int.class) {
      return (value.isIntegralNumber() && value.canConvertToInt())
          || no(path, "must be a whole number.");
    } else if (raw == Boolean.class || raw == boolean.class) {
      return value.isBoolean() || no(path, "must be true or false.");
    } else if (TIMES.containsKey(raw)) {
      return isTime(value, raw) || no(path, "must be " + TIMES.get(raw).words());
    } else if (raw.isEnum()) {
      return oneOf(path, value, raw);
    } else if (raw.isRecord()) {
      if (value instanceof ObjectNode object) {
        record(path + "/", object, raw);
        return true;
      }
      return no(path, "must be an object.");
    }
    throw new IllegalStateException(path + " is of a type without a rule: " + type);
  }

  private boolean map(String path, JsonNode value, Type valueType) {
    if (value instanceof ObjectNode object) {
      fields(path + "/", object, name -> valueType, name -> "", false);
      return true;
    }
    return no(path, "must be an object.");
  }

  /** A list with a misfit is taken out whole: without one its other elements change their place. */
  private boolean list(String path, JsonNode value, Type elementType) {
    if (!value.isArray()) {
      return no(path, "must be an array.");
    }
    boolean allFit = true;
    for (int i = 0; i < value.size(); i++) {
      String at = path + "/" + i;
      JsonNode element = value.get(i);
      allFit &=
          element.isNull()
              ? no(at, "is null: give it a value or leave it out.")
              : fits(at, element, elementType);
    }
    return allFit;
  }

  private boolean oneOf(String path, JsonNode value, Class<?> type) {
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(word -> Json.tree(word).asText()).toList();
    return (value.isTextual() && words.contains(value.asText()))
        || no(
            path, words.stream().collect(Collectors.joining("\", \"", "must be one of \"", "\".")));
  }

  private static boolean isTime(JsonNode value, Class<?> type) {
    if (!value.isTextual()) {
      return false;
    }
    try {
      return TIMES.get(type).parser().apply(value.asText()) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private boolean no(String path, String message) {
    problems.add(new FieldProblem(path, message));
    return false;
  }
}
