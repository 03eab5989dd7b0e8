package dev.kindling.agent.runner;

import dev.kindling.agent.testing.FakeRunner;
import dev.kindling.agent.testing.ManualTicker;

class FakeRunnerTest extends RunnerApiContract {
  @Override
  RunnerApi api() {
    return new FakeRunner(script, new ManualTicker());
  }
}
