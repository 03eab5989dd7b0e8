package dev.kindling.model.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in one of the two fields for days: values, rules, or both in a list. {@code ?} is
 * another way to write {@code *}.
 *
 * @param values as bits
 * @param rules in the order in which they are written
 * @param restricted whether the field counts as restricted (Vixie cron: it does not begin with *)
 */
record DayField(long values, List<DayRule> rules, boolean restricted) {
  private static final Pattern OF_MONTH =
      Pattern.compile("L(-(?<before>\\d{1,2}))?(?<weekday>W)?|(?<day>\\d{1,2})W");
  private static final Pattern OF_WEEK = Pattern.compile("(?<name>[A-Z]{3}|\\d)(L|#(?<nth>\\d))");
  private static final int MOST_BEFORE = 30;
  private static final int MOST_NTH = 5;

  DayField {
    rules = List.copyOf(rules);
  }

  /**
   * Reads a field.
   *
   * @throws CronSyntaxException naming the field and the remedy
   */
  static DayField parse(CronField field, String text, Spread spread) {
    if (text.equals("?")) {
      return parse(field, "*", spread);
    }
    List<DayRule> rules = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      DayRule rule = rule(field, item);
      if (rule == null) {
        plain.add(item);
      } else {
        rules.add(rule);
      }
    }
    long values =
        plain.isEmpty() ? 0 : CronFieldParser.parse(field, String.join(",", plain), spread);
    return new DayField(values, rules, !text.startsWith("*"));
  }

  /** Null if it is none. */
  private static DayRule rule(CronField field, String item) {
    String upper = item.toUpperCase(Locale.ROOT);
    return field == CronField.DAY_OF_MONTH ? ofMonth(field, upper) : ofWeek(field, upper);
  }

  private static DayRule ofMonth(CronField field, String item) {
    Matcher found = OF_MONTH.matcher(item);
    if (!found.matches()) {
      return null;
    }
    if (found.group("day") != null) {
      return new DayRule.NearestWeekday(CronFieldParser.value(field, found.group("day")));
    }
    int before = found.group("before") == null ? 0 : Integer.parseInt(found.group("before"));
    if (before > MOST_BEFORE) {
      throw CronFieldParser.wrong(
          field,
          "\"" + item + "\" is before any month: count at most " + MOST_BEFORE + " days back");
    }
    return found.group("weekday") == null
        ? new DayRule.LastDay(before)
        : new DayRule.NearestWeekdayToLast(before);
  }

  private static DayRule ofWeek(CronField field, String item) {
    if (item.equals("L")) {
      throw CronFieldParser.wrong(
          field,
          "\"L\" alone is Saturday to some and the month's last day to others: write sat, or satL for"
              + " the last Saturday of the month");
    }
    Matcher found = OF_WEEK.matcher(item);
    if (!found.matches()) {
      return null;
    }
    if (found.group("nth") == null) {
      return new DayRule.LastOfMonth(CronFieldParser.value(field, found.group("name")) % 7);
    }
    int nth = Integer.parseInt(found.group("nth"));
    if (nth < 1 || nth > MOST_NTH) {
      throw CronFieldParser.wrong(field, "\"" + item + "\" never comes: use #1 to #" + MOST_NTH);
    }
    return new DayRule.NthOfMonth(CronFieldParser.value(field, found.group("name")) % 7, nth);
  }

  /** The days of a month that the rules mean, as bits from 1. */
  long ruled(MonthShape month) {
    long days = 0;
    for (DayRule rule : rules) {
      days |= rule.in(month);
    }
    return days;
  }
}
