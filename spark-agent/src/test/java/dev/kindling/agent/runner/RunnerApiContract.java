package dev.kindling.agent.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.Reaction;
import dev.kindling.agent.testing.Requests;
import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.LeaseReply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RunnerApi} owes the guard: the real one, and the fake of the other tests. */
abstract class RunnerApiContract {
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  final RunnerScript script = RunnerScript.friendly(45_000, 10_000);

  abstract RunnerApi api();

  @Test
  void claimShouldGiveTheLeaseWhenGranted() {
    Answer<ClaimReply> answer = api().claim(Requests.CLAIM, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(ClaimReply.granted(45_000, 10_000)));
    assertThat(script.claims).containsExactly(Requests.CLAIM);
  }

  @Test
  void claimShouldGiveTheReasonWhenRefused() {
    script.onClaim(Reaction.reply(ClaimReply.refused("attempt 3 is the current one")));

    Answer<ClaimReply> answer = api().claim(Requests.CLAIM, GENEROUS);

    assertThat(answer)
        .isEqualTo(new Answer.Given<>(ClaimReply.refused("attempt 3 is the current one")));
  }

  @Test
  void renewShouldGiveTheNewLeaseWhenKept() {
    Answer<LeaseReply> answer = api().renew(Requests.LEASE, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(LeaseReply.kept(45_000)));
    assertThat(script.renewals).containsExactly(Requests.LEASE);
  }

  @Test
  void renewShouldGiveTheReasonWhenEnded() {
    script.onRenewal(Reaction.reply(LeaseReply.ended("the run was cancelled")));

    Answer<LeaseReply> answer = api().renew(Requests.LEASE, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(LeaseReply.ended("the run was cancelled")));
  }

  @Test
  void reportShouldBeTrueWhenTaken() {
    Answer<Boolean> answer = api().report(Requests.REPORT, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(true));
    assertThat(script.reports).containsExactly(Requests.REPORT);
  }

  @Test
  void reportShouldBeFalseWhenTheAttemptIsOver() {
    script.onReport(Reaction.reply(false));

    assertThat(api().report(Requests.REPORT, GENEROUS)).isEqualTo(new Answer.Given<>(false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPLY")
  void anyCallShouldGiveNoneWhenTheOwnerDoesNotSpeak(Reaction.Kind kind) {
    script.onClaim(Reaction.of(kind)).onRenewal(Reaction.of(kind)).onReport(Reaction.of(kind));

    assertThat(api().claim(Requests.CLAIM, SHORT)).isInstanceOf(Answer.None.class);
    assertThat(api().renew(Requests.LEASE, SHORT)).isInstanceOf(Answer.None.class);
    if (kind != Reaction.Kind.GARBAGE && kind != Reaction.Kind.STALLED) {
      // A report needs no words in the answer, its status is enough; see HttpRunnerApiTest.
      assertThat(api().report(Requests.REPORT, SHORT)).isInstanceOf(Answer.None.class);
    }
  }
}
