package dev.kindling.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as text, character by character what {@link Instant#toString} and {@link Instant#parse}
 * make of them, without a formatter: a run has a dozen of them, and formatting them was a quarter
 * of what it cost to write one. Whatever is out of the ordinary goes the usual way.
 */
final class InstantText {
  private static final int LONGEST = "2026-11-21T08:00:00.123456789Z".length();
  private static final int TO_SECONDS = "2026-11-21T08:00:00".length();
  private static final int DAY_SECONDS = 86_400;
  private static final int NANO_DIGITS = 9;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * DAY_SECONDS;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY_SECONDS;

  private InstantText() {}

  /** Both ways, for a mapper. */
  static SimpleModule module() {
    return new SimpleModule("instants")
        .addSerializer(Instant.class, new Writer())
        .addDeserializer(Instant.class, new Reader());
  }

  private static final class Writer extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1;

    Writer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.getEpochSecond() < FIRST || value.getEpochSecond() >= END) {
        InstantSerializer.INSTANCE.serialize(value, json, provider);
        return;
      }
      char[] text = new char[LONGEST];
      json.writeString(text, 0, write(value, text));
    }
  }

  /** Returns the length. */
  private static int write(Instant value, char[] text) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(value.getEpochSecond(), DAY_SECONDS));
    int second = Math.floorMod(value.getEpochSecond(), DAY_SECONDS);
    put(text, 0, 4, date.getYear());
    text[4] = '-';
    put(text, 5, 2, date.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, date.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, second / 3600);
    text[13] = ':';
    put(text, 14, 2, second / 60 % 60);
    text[16] = ':';
    put(text, 17, 2, second % 60);
    int length = TO_SECONDS;
    int nano = value.getNano();
    if (nano != 0) {
      text[length++] = '.';
      int digits = nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : NANO_DIGITS;
      put(text, length, digits, digits == 3 ? nano / 1_000_000 : digits == 6 ? nano / 1_000 : nano);
      length += digits;
    }
    text[length++] = 'Z';
    return length;
  }

  private static void put(char[] text, int at, int digits, int number) {
    int rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static final class Reader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    Reader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.hasToken(JsonToken.VALUE_STRING)) {
        Instant plain =
            read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (plain != null) {
          return plain;
        }
      }
      return InstantDeserializer.INSTANT.deserialize(parser, context);
    }
  }

  /** Null if it is not written as we write them. */
  private static Instant read(char[] text, int from, int length) {
    int end = from + length - 1;
    if (length <= TO_SECONDS
        || length > LONGEST
        || text[end] != 'Z'
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return null;
    }
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    int second = number(text, from + 17, 2);
    int nano = nano(text, from + TO_SECONDS, end);
    if (hour > 23 || minute > 59 || second > 59 || (hour | minute | second | nano) < 0) {
      return null;
    }
    try {
      long day =
          LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2))
              .toEpochDay();
      return Instant.ofEpochSecond(day * DAY_SECONDS + hour * 3600L + minute * 60L + second, nano);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int nano(char[] text, int from, int end) {
    if (from == end) {
      return 0;
    }
    int digits = end - from - 1;
    if (text[from] != '.' || digits == 0) {
      return -1;
    }
    int nano = number(text, from + 1, digits);
    for (int i = digits; i < NANO_DIGITS && nano > 0; i++) {
      nano *= 10;
    }
    return nano;
  }

  /** Negative if there is something else than digits. */
  private static int number(char[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
