package dev.kindling.model.schedule;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random expression together with what it means, made at the same time, so that the meaning does
 * not come from the parser under test.
 */
final class RandomCron {
  private final List<String> texts = new ArrayList<>();
  private final List<Set<Integer>> values = new ArrayList<>();

  RandomCron(Random random) {
    field(random, 0, 59, 0.25);
    field(random, 0, 23, 0.35);
    field(random, 1, 31, 0.6);
    field(random, 1, 12, 0.7);
    field(random, 0, 6, 0.6);
  }

  private RandomCron() {}

  /** One with {@code *} in the minute or the hour, and in all fields for days and months. */
  static RandomCron ofEveryDay(Random random) {
    RandomCron cron = new RandomCron();
    boolean everyHour = random.nextBoolean();
    cron.field(random, 0, 59, everyHour ? 0 : 1);
    cron.field(random, 0, 23, everyHour ? 1 : 0);
    for (int[] bounds : new int[][] {{1, 31}, {1, 12}, {0, 6}}) {
      cron.texts.add("*");
      cron.values.add(new TreeSet<>());
      add(cron.values.get(cron.values.size() - 1), bounds[0], bounds[1], 1);
    }
    return cron;
  }

  String text() {
    return String.join(" ", texts);
  }

  boolean wild() {
    return texts.get(0).startsWith("*") || texts.get(1).startsWith("*");
  }

  boolean matches(LocalDateTime time) {
    boolean byMonth = values.get(2).contains(time.getDayOfMonth());
    boolean byWeek = values.get(4).contains(time.getDayOfWeek().getValue() % 7);
    boolean star = texts.get(2).startsWith("*") || texts.get(4).startsWith("*");
    return values.get(0).contains(time.getMinute())
        && values.get(1).contains(time.getHour())
        && values.get(3).contains(time.getMonthValue())
        && (star ? byMonth && byWeek : byMonth || byWeek);
  }

  private void field(Random random, int least, int most, double stars) {
    Set<Integer> set = new TreeSet<>();
    if (random.nextDouble() < stars) {
      int step = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt((most - least) / 2);
      add(set, least, most, step);
      texts.add(step == 1 ? "*" : "*/" + step);
      values.add(set);
      return;
    }
    List<String> items = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int from = least + random.nextInt(most - least + 1);
      if (random.nextBoolean()) {
        set.add(from);
        items.add(Integer.toString(from));
      } else {
        boolean over = from > least && random.nextInt(4) == 0;
        int to =
            over ? least + random.nextInt(from - least) : from + random.nextInt(most - from + 1);
        int step = 1 + random.nextInt(4);
        int span = most - least + 1;
        for (int value = from; value <= (over ? to + span : to); value += step) {
          set.add(value > most ? value - span : value);
        }
        items.add(from + "-" + to + (step == 1 ? "" : "/" + step));
      }
    }
    texts.add(String.join(",", items));
    values.add(set);
  }

  private static void add(Set<Integer> set, int from, int to, int step) {
    for (int value = from; value <= to; value += step) {
      set.add(value);
    }
  }
}
