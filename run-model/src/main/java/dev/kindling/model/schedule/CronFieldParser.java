package dev.kindling.model.schedule;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one field of a cron expression: a list of {@code *}, values and ranges, the last two with
 * an optional step, and {@code H}, {@code H/n}, {@code H(a-b)}, {@code H(a-b)/n} as in Jenkins. A
 * range may run over the end of the field. What other dialects take for something else is refused
 * with the form that says it plainly.
 */
final class CronFieldParser {
  private static final String DAYS_ONLY = "LW#?";

  /** Jenkins gives H no 29th, which February may lack. */
  private static final int LAST_SPREAD_DAY = 28;

  private static final Pattern SPREAD = Pattern.compile("H(?:\\((\\w+)-(\\w+)\\))?(?:/(\\w+))?");

  private final CronField field;
  private final Spread spread;

  private CronFieldParser(CronField field, Spread spread) {
    this.field = field;
    this.spread = spread;
  }

  /**
   * The values that a text stands for, as bits.
   *
   * @throws CronSyntaxException naming the field and the remedy
   */
  static long parse(CronField field, String text, Spread spread) {
    CronFieldParser parser = new CronFieldParser(field, spread);
    long bits = 0;
    for (String item : text.split(",", -1)) {
      bits |= parser.item(item);
    }
    return bits;
  }

  private long item(String item) {
    if (item.isEmpty()) {
      throw wrong("has an empty place in its list: remove the comma that is too many");
    }
    Matcher spreading = SPREAD.matcher(item);
    if (spreading.matches()) {
      return spread(spreading);
    }
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item.substring(slash + 1));
    if (range.equals("*")) {
      return bits(field.least(), field.last(), step);
    }
    int dash = range.indexOf('-');
    if (dash < 0) {
      int value = value(range, false);
      if (slash >= 0) {
        throw wrong(
            "\""
                + item
                + "\" has a step but no range: write "
                + range
                + "-"
                + field.last()
                + "/"
                + step);
      }
      return bits(value, value, 1);
    }
    return range(range.substring(0, dash), range.substring(dash + 1), step);
  }

  /**
   * {@code H}: one value of the field or of a range; with a step, every so many from a first one
   * that is spread.
   */
  private long spread(Matcher written) {
    boolean whole = written.group(1) == null;
    int least = whole ? field.least() : value(written.group(1), false);
    int last = field == CronField.DAY_OF_MONTH ? LAST_SPREAD_DAY : field.last();
    int most = whole ? last : value(written.group(2), true);
    if (field == CronField.DAY_OF_MONTH && most > LAST_SPREAD_DAY) {
      throw wrong(
          "\""
              + written.group()
              + "\" may fall on a day that some months lack: end it at "
              + LAST_SPREAD_DAY);
    }
    if (least > most) {
      throw wrong(
          "\"" + written.group() + "\" begins after its end: write the smaller value first");
    }
    if (written.group(3) == null) {
      int value = least + spread.pick(field, most - least + 1);
      return bits(value, value, 1);
    }
    int step = step(written.group(3));
    return bits(least + spread.pick(field, Math.min(step, most - least + 1)), most, step);
  }

  private long range(String from, String to, int step) {
    int first = value(from, false);
    int last = value(to, true);
    return bits(first, first > last ? last + span() : last, step);
  }

  /** Sunday at the end of a range is the seventh day: sat-sun is two days. */
  private int value(String text, boolean end) {
    OptionalInt named = field.named(text);
    if (named.isPresent()) {
      boolean sunday = field == CronField.DAY_OF_WEEK && named.getAsInt() == 0;
      return end && sunday ? 7 : named.getAsInt();
    }
    if (!text.matches("[0-9]{1,4}")) {
      throw wrong("\"" + text + "\" is not understood: " + remedy(text));
    }
    int value = Integer.parseInt(text);
    if (value < field.least() || value > field.most()) {
      throw wrong("\"" + text + "\" is out of bounds: use " + field.allowed());
    }
    return value;
  }

  private String remedy(String text) {
    boolean days = field == CronField.DAY_OF_MONTH || field == CronField.DAY_OF_WEEK;
    boolean ofDays = text.chars().anyMatch(letter -> DAYS_ONLY.indexOf(letter) >= 0);
    return (!days && ofDays ? "L, W, # and ? are for days; " : "")
        + "use "
        + field.allowed()
        + (field == CronField.DAY_OF_MONTH ? ", L, L-n, LW, nW" : "")
        + (field == CronField.DAY_OF_WEEK ? ", friL, fri#n" : "")
        + ", ranges (a-b), steps (a-b/n, */n), lists (a,b), H or *";
  }

  private int step(String text) {
    int span = span() - 1;
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1) {
      throw wrong("the step \"" + text + "\" must be a whole number from 1");
    }
    int step = Integer.parseInt(text);
    if (step > span) {
      throw wrong(
          "the step "
              + step
              + " goes beyond the field, so that only the first value would ever match: write that"
              + " value, or a step up to "
              + span);
    }
    return step;
  }

  private long bits(int first, int last, int step) {
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << (field.least() + (value - field.least()) % span());
    }
    return bits;
  }

  /** How many values the field has; behind its last one a range goes on with the first. */
  private int span() {
    return field.last() - field.least() + 1;
  }

  /** A single value of a field. */
  static int value(CronField field, String text) {
    return new CronFieldParser(field, new Spread("")).value(text, false);
  }

  private CronSyntaxException wrong(String message) {
    return wrong(field, message);
  }

  static CronSyntaxException wrong(CronField field, String message) {
    return new CronSyntaxException("The field " + field.title() + ": " + message + ".");
  }
}
