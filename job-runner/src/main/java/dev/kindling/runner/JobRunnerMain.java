package dev.kindling.runner;

import dev.kindling.kit.service.ServiceMain;

/** Runs the job-runner as a process of its own. */
public final class JobRunnerMain {
  private JobRunnerMain() {}

  public static void main(String[] args) {
    ServiceMain.run("job-runner", JobRunnerApp::start);
  }
}
