package dev.kindling.agent.testing;

import dev.kindling.agent.Ticker;
import dev.kindling.agent.runner.Answer;
import dev.kindling.agent.runner.RunnerApi;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.time.Duration;

/** A job-runner in memory. Where a real one would stall, it uses up the caller's time. */
public final class FakeRunner implements RunnerApi {
  private final RunnerScript script;
  private final Ticker ticker;

  public FakeRunner(RunnerScript script, Ticker ticker) {
    this.script = script;
    this.ticker = ticker;
  }

  @Override
  public Answer<ClaimReply> claim(ClaimRequest request, Duration timeout) {
    return answer(script.asked(request), timeout);
  }

  @Override
  public Answer<LeaseReply> renew(LeaseRequest request, Duration timeout) {
    return answer(script.asked(request), timeout);
  }

  @Override
  public Answer<Boolean> report(FinalReport report, Duration timeout) {
    return answer(script.asked(report), timeout);
  }

  private <T> Answer<T> answer(Reaction<T> reaction, Duration timeout) {
    if (reaction.kind() == Reaction.Kind.REPLY) {
      return new Answer.Given<>(reaction.reply());
    }
    if (reaction.kind() == Reaction.Kind.STALLED) {
      ticker.sleep(timeout.toNanos());
    }
    return new Answer.None<>(reaction.kind().name());
  }
}
