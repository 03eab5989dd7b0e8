package dev.kindling.jobs.etl;

/**
 * What a check found.
 *
 * @param check its name, such as {@code null-ratio(customer)}
 * @param severity if it failed
 * @param passed whether the data are good enough
 * @param figure what was measured
 * @param expected what it should have been, for people
 */
public record CheckResult(
    String check, Severity severity, boolean passed, double figure, String expected) {

  boolean fatal() {
    return !passed && severity == Severity.ERROR;
  }

  String sentence() {
    return "quality check "
        + check
        + (passed ? " passed: " : " failed: ")
        + figure
        + ", expected "
        + expected;
  }
}
