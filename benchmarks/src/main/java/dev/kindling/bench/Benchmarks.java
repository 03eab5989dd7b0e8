package dev.kindling.bench;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import dev.kindling.bench.restore.RestorePlan;
import dev.kindling.bench.restore.RestoreYardstick;
import dev.kindling.bench.submission.SubmissionPlan;
import dev.kindling.bench.submission.SubmissionYardstick;
import dev.kindling.stack.StackException;
import dev.kindling.stack.parts.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the yardsticks, prints what they found and writes it to {@code target/benchmarks}. Ends with
 * 0 if every expectation is met, 1 if one is missed, 2 if the machine drifted, 3 if it could not
 * measure.
 */
public final class Benchmarks {
  private static final int FAILED = 3;
  private static final List<String> MODES = List.of("full", "quick");

  private Benchmarks() {}

  /**
   * @param arguments {@code full}, or {@code quick} for a short run that judges nothing; then the
   *     folder for reports
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    if (words.size() != 2 || !MODES.contains(words.get(0))) {
      System.err.println("Usage: Benchmarks full|quick <folder for reports>");
      System.exit(FAILED);
    }
    System.exit(run(words.get(0).equals("quick"), Path.of(words.get(1))));
  }

  private static int run(boolean quick, Path folder) {
    List<Verdict> verdicts = new ArrayList<>();
    try {
      verdicts.add(
          told(
              new SubmissionYardstick(
                      quick ? SubmissionPlan.quick() : SubmissionPlan.full(), System.out::println)
                  .run(empty(folder.resolve("submission-data"))),
              folder));
      verdicts.add(
          told(
              new RestoreYardstick(
                      quick ? RestorePlan.quick() : RestorePlan.full(), System.out::println)
                  .run(empty(folder.resolve("restore-data"))),
              folder));
    } catch (BenchException | StackException failure) {
      System.err.println("Cannot measure: " + failure.getMessage());
      failure.printStackTrace();
      return FAILED;
    }
    return quick
        ? Verdict.MET.exitCode()
        : verdicts.stream().mapToInt(Verdict::exitCode).max().orElseThrow();
  }

  private static Path empty(Path data) {
    Folders.delete(data);
    return data;
  }

  private static Verdict told(Report report, Path folder) {
    report.summary().forEach(System.out::println);
    System.out.println("Written to " + report.write(folder));
    return report.verdict();
  }
}
