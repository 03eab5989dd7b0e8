package dev.kindling.bench;

import dev.kindling.bench.cron.CronPlan;
import dev.kindling.bench.cron.CronYardstick;
import dev.kindling.bench.door.DoorPlan;
import dev.kindling.bench.door.DoorYardstick;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import dev.kindling.bench.restore.OwnerPlan;
import dev.kindling.bench.restore.OwnerYardstick;
import dev.kindling.bench.restore.RestorePlan;
import dev.kindling.bench.restore.RestoreYardstick;
import dev.kindling.bench.schedule.SchedulePlan;
import dev.kindling.bench.schedule.ScheduleYardstick;
import dev.kindling.bench.shipping.ShippingPlan;
import dev.kindling.bench.shipping.ShippingYardstick;
import dev.kindling.bench.submission.SubmissionPlan;
import dev.kindling.bench.submission.SubmissionYardstick;
import dev.kindling.bench.submission.TriggerPlan;
import dev.kindling.bench.submission.TriggerYardstick;
import dev.kindling.stack.StackException;
import dev.kindling.stack.parts.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
   *     folder for reports; then the yardsticks, all if none is named
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Map<String, Supplier<Report>> known =
        words.size() < 2 ? Map.of() : yardsticks(words.get(0), Path.of(words.get(1)));
    List<String> named = words.stream().skip(2).filter(word -> !word.isBlank()).toList();
    if (words.size() < 2 || !MODES.contains(words.get(0)) || !known.keySet().containsAll(named)) {
      System.err.println(
          "Usage: Benchmarks full|quick <folder for reports> [" + known.keySet() + "]");
      System.exit(FAILED);
    }
    if (!named.isEmpty()) {
      known.keySet().retainAll(named);
    }
    System.exit(run(words.get(0).equals("quick"), Path.of(words.get(1)), known));
  }

  private static Map<String, Supplier<Report>> yardsticks(String mode, Path folder) {
    boolean quick = mode.equals("quick");
    Map<String, Supplier<Report>> all = new LinkedHashMap<>();
    all.put(
        "submission",
        () ->
            new SubmissionYardstick(
                    quick ? SubmissionPlan.quick() : SubmissionPlan.full(),
                    livyClassPath(),
                    System.out::println)
                .run(empty(folder.resolve("submission-data"))));
    all.put(
        "trigger",
        () ->
            new TriggerYardstick(
                    quick ? TriggerPlan.quick() : TriggerPlan.full(), System.out::println)
                .run(empty(folder.resolve("trigger-data"))));
    all.put(
        "door",
        () ->
            new DoorYardstick(quick ? DoorPlan.quick() : DoorPlan.full(), System.out::println)
                .run(empty(folder.resolve("door-data"))));
    all.put(
        "owner",
        () ->
            new OwnerYardstick(quick ? OwnerPlan.quick() : OwnerPlan.full(), System.out::println)
                .run(empty(folder.resolve("owner-data"))));
    all.put(
        "cron",
        () ->
            new CronYardstick(quick ? CronPlan.quick() : CronPlan.full(), System.out::println)
                .run());
    all.put(
        "schedule",
        () ->
            new ScheduleYardstick(
                    quick ? SchedulePlan.quick() : SchedulePlan.full(), System.out::println)
                .run(empty(folder.resolve("schedule-data"))));
    all.put(
        "shipping",
        () ->
            new ShippingYardstick(
                    quick ? ShippingPlan.quick() : ShippingPlan.full(), System.out::println)
                .run(empty(folder.resolve("shipping-data"))));
    all.put(
        "restore",
        () ->
            new RestoreYardstick(
                    quick ? RestorePlan.quick() : RestorePlan.full(), System.out::println)
                .run(empty(folder.resolve("restore-data"))));
    return all;
  }

  private static int run(boolean quick, Path folder, Map<String, Supplier<Report>> yardsticks) {
    List<Verdict> verdicts = new ArrayList<>();
    try {
      yardsticks.values().forEach(one -> verdicts.add(told(one.get(), folder)));
    } catch (BenchException | StackException failure) {
      System.err.println("Cannot measure: " + failure.getMessage());
      failure.printStackTrace();
      return FAILED;
    }
    return quick
        ? Verdict.MET.exitCode()
        : verdicts.stream().mapToInt(Verdict::exitCode).max().orElseThrow();
  }

  /** The build writes it into a file and names that: see {@code benchmarks/pom.xml}. */
  private static Optional<String> livyClassPath() {
    return Optional.ofNullable(System.getProperty("kindling.livy.classpath"))
        .map(Path::of)
        .map(
            file -> {
              try {
                return Files.readString(file).strip();
              } catch (IOException failure) {
                throw new BenchException("Cannot read the class path of Livy: " + file, failure);
              }
            });
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
