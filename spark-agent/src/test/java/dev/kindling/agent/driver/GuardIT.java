package dev.kindling.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.Reaction;
import dev.kindling.agent.testing.Requests;
import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.agent.testing.RunnerServer;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded guard in real JVMs against a scripted job-runner. */
class GuardIT {
  private final RunnerScript script = RunnerScript.friendly(30_000, 10_000);
  private final RunnerServer server = new RunnerServer(script);
  private DriverProcess driver;

  @BeforeEach
  void prepare(@TempDir Path directory) throws Exception {
    driver = new DriverProcess(directory, server.url());
  }

  @AfterEach
  void stopAll() throws Exception {
    driver.close();
    server.close();
  }

  @Test
  void guardShouldRunMainWithItsArgumentsWhenTheClaimIsGranted() throws Exception {
    driver.start("acme.jobs.Args", "a", "b c", "{\"d\":1}");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
    assertThat(driver.stdout())
        .isEqualToNormalizingNewlines(
            "initialised\nargs=a|b c|{\"d\":1}\nrun="
                + Requests.RUN_ID
                + "\nattempt=2\nthread=main\n");
    assertThat(script.claims)
        .singleElement()
        .satisfies(
            claim ->
                assertThat(claim)
                    .isEqualTo(
                        new ClaimRequest(
                            Requests.RUN_ID,
                            2,
                            "t0ken",
                            "driver-20261121000000-0007",
                            claim.host(),
                            driver.pid())));
    assertThat(script.reports).containsExactly(report(0, null, null, null, null));
    assertThat(driver.stderr().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("kindling guard: "));
  }

  @Test
  void guardShouldRunNothingWhenTheClaimIsRefused() throws Exception {
    script.onClaim(Reaction.reply(ClaimReply.refused("attempt 3 is the current one")));

    driver.start("acme.jobs.Args");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(75);
    assertThat(driver.stdout()).isEmpty();
    assertThat(driver.stderr()).contains("attempt 3 is the current one");
    assertThat(script.reports).isEmpty();
  }

  @Test
  void guardShouldRunNothingWhenNoRunnerAnswersWithinTheBound() throws Exception {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_READY));
    driver.environment.put("KINDLING_CLAIM_BOUND", "PT2S");
    driver.environment.merge("KINDLING_RUNNER_URLS", "http://127.0.0.1:1", (a, b) -> b + "," + a);

    driver.start("acme.jobs.Args");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(75);
    assertThat(driver.stdout()).isEmpty();
    assertThat(driver.stderr()).contains("no job-runner answered").contains("HTTP 503");
    assertThat(script.claims).hasSizeGreaterThan(1);
    assertThat(new HashSet<>(script.claims)).hasSize(1);
  }

  @Test
  void guardShouldClaimInTheEndWhenTheOwnerComesBack() throws Exception {
    script.onClaim(
        Reaction.of(Reaction.Kind.NOT_READY),
        Reaction.of(Reaction.Kind.AWAY),
        Reaction.of(Reaction.Kind.NOT_OWNER),
        Reaction.reply(ClaimReply.granted(30_000, 10_000)));

    driver.start("acme.jobs.Args");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
  }

  @Test
  void guardShouldGiveSecretsToTheJobAndToNobodyElse() throws Exception {
    driver.environment.put("KINDLING_SECRET_DB", "s3cr3t-v4lue");

    driver.start("acme.jobs.Args", "--password=${secret:db}");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
    assertThat(driver.stdout()).contains("args=--password=s3cr3t-v4lue");
    assertThat(driver.stderr()).doesNotContain("s3cr3t-v4lue");
    assertThat(script.reports.toString()).doesNotContain("s3cr3t-v4lue");
  }

  @Test
  void guardShouldRunNothingAndSayWhereToPutItWhenASecretIsMissing() throws Exception {
    driver.start("acme.jobs.Args", "${secret:db}");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(79);
    assertThat(driver.stdout()).isEmpty();
    assertThat(script.reports)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.exitCode()).isEqualTo(79);
              assertThat(report.message()).contains("KINDLING_SECRET_DB");
            });
  }

  @Test
  void guardShouldTellEveryProblemWhenItsEnvironmentIsIncomplete() throws Exception {
    driver.environment.remove("KINDLING_TOKEN");
    driver.environment.put("KINDLING_ATTEMPT", "first");

    driver.start("acme.jobs.Args");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(64);
    assertThat(driver.stdout()).isEmpty();
    assertThat(driver.stderr())
        .contains("KINDLING_TOKEN is missing", "KINDLING_ATTEMPT is 'first'");
    assertThat(script.claims).isEmpty();
  }

  @Test
  void guardShouldHaltWhenTheOwnerEndsTheAttempt() throws Exception {
    script
        .onClaim(Reaction.reply(ClaimReply.granted(30_000, 50)))
        .onRenewal(
            Reaction.reply(LeaseReply.kept(30_000)),
            Reaction.reply(LeaseReply.ended("the run was cancelled")));

    driver.start("acme.jobs.Waits");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(76);
    assertThat(driver.stdout()).contains("waiting");
    assertThat(driver.stderr()).contains("the run was cancelled; halting with 76");
    assertThat(script.reports).isEmpty();
  }

  @Test
  void guardShouldHaltWhenItsLeaseRunsOut() throws Exception {
    script
        .onClaim(Reaction.reply(ClaimReply.granted(3_000, 300)))
        .onRenewal(Reaction.of(Reaction.Kind.STALLED));

    driver.start("acme.jobs.Waits");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(76);
    assertThat(driver.stdout()).contains("waiting");
    assertThat(driver.stderr()).contains("the lease was not renewed in time");
    // Each stalled renewal was given up in time for the next one.
    assertThat(script.renewals).as(driver.toString()).hasSizeGreaterThan(3);
    assertThat(script.reports).isEmpty();
  }

  @Test
  void guardShouldReportTheExceptionAndItsRootCause() throws Exception {
    driver.start("acme.jobs.Throws");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(1);
    assertThat(script.reports)
        .containsExactly(
            report(
                1,
                "java.lang.IllegalStateException",
                "cannot go on",
                "java.io.IOException",
                "disk full"));
    assertThat(driver.stderr())
        .contains(
            "Exception in thread \"main\" java.lang.IllegalStateException: cannot go on",
            "\tat acme.jobs.Throws.main(Throws.java:",
            "Caused by: java.io.IOException: disk full")
        .doesNotContain("InvocationTargetException");
  }

  @Test
  void guardShouldReportAnErrorAsItsClass() throws Exception {
    driver.start("acme.jobs.OutOfMemory");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(1);
    assertThat(script.reports)
        .singleElement()
        .extracting(FinalReport::exceptionClass)
        .isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void guardShouldReportTheCauseWhenTheStaticInitialiserFails() throws Exception {
    driver.start("acme.jobs.BadStart");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(1);
    assertThat(script.reports)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.exceptionClass())
                  .isEqualTo("java.lang.ExceptionInInitializerError");
              assertThat(report.rootCauseClass()).isEqualTo("java.lang.NumberFormatException");
            });
  }

  @Test
  void guardShouldReportTheClassWhenItIsMissing() throws Exception {
    driver.start("acme.jobs.Nowhere");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(78);
    String message = "main class acme.jobs.Nowhere is not in the job's jars";
    assertThat(script.reports)
        .containsExactly(
            report(
                78,
                "java.lang.ClassNotFoundException",
                message,
                "java.lang.ClassNotFoundException",
                "acme.jobs.Nowhere"));
    assertThat(driver.stderr()).contains(message);
  }

  @Test
  void guardShouldLeaveTheCodeToTheMasterWhenUserCodeCallsExit() throws Exception {
    driver.start("acme.jobs.Exits", "3");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(3);
    assertThat(script.reports)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.exitCode()).isEqualTo(-1);
              assertThat(report.exceptionClass()).isNull();
              assertThat(report.message())
                  .startsWith("System.exit was called at acme.jobs.Exits.main(Exits.java:")
                  .endsWith(") on thread main");
            });
  }

  @Test
  void guardShouldReportTheSignalWhenTheMasterKillsTheDriver() throws Exception {
    driver.start("acme.jobs.Waits");
    Eventually.until(driver, () -> driver.stdout().contains("waiting"));

    driver.terminate();

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(143);
    assertThat(script.reports).containsExactly(report(143, null, "ended by SIGTERM", null, null));
  }

  @Test
  void guardShouldEndWhenMainReturnsBesideALiveThread() throws Exception {
    driver.start("acme.jobs.Lingers");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
    assertThat(script.reports).containsExactly(report(0, null, null, null, null));
  }

  @Test
  void guardShouldHaltWithItsCodeWhenAShutdownHookHangs() throws Exception {
    script.onClaim(Reaction.reply(ClaimReply.granted(2_000, 500)));

    driver.start("acme.jobs.HangsAtExit");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
    assertThat(script.reports).containsExactly(report(0, null, null, null, null));
    assertThat(driver.stderr()).contains("did not end within its lease; halting with 0");
  }

  @Test
  void guardShouldRepeatTheSameReportUntilItIsAnswered() throws Exception {
    script.onReport(
        Reaction.of(Reaction.Kind.NOT_READY),
        Reaction.of(Reaction.Kind.AWAY),
        Reaction.reply(true));

    driver.start("acme.jobs.Throws");

    assertThat(driver.exitCode()).as(driver.toString()).isEqualTo(1);
    assertThat(script.reports).hasSize(3);
    assertThat(new HashSet<>(script.reports)).hasSize(1);
  }

  @Test
  void guardShouldExitWithItsCodeWhenTheReportIsNeverAnswered() throws Exception {
    script.onReport(Reaction.of(Reaction.Kind.NOT_READY));
    driver.environment.put("KINDLING_REPORT_BOUND", "PT1S");

    driver.start("acme.jobs.Args");

    assertThat(driver.exitCode()).as(driver.toString()).isZero();
    assertThat(driver.stderr()).contains("the final report was not answered");
  }

  private static FinalReport report(
      int code, String exception, String message, String rootClass, String rootMessage) {
    return new FinalReport(
        Requests.RUN_ID, 2, "t0ken", code, exception, message, rootClass, rootMessage, null);
  }
}
