package dev.kindling.kit.health;

/**
 * Health as a value: a check never throws, it says.
 *
 * @param ok whether the thing does its work
 * @param detail in words: what it does, or what is wrong with it and since when
 */
public record CheckResult(boolean ok, String detail) {
  public static CheckResult up(String detail) {
    return new CheckResult(true, detail);
  }

  public static CheckResult down(String detail) {
    return new CheckResult(false, detail);
  }
}
