package dev.kindling.scheduler;

import dev.kindling.kit.service.ServiceMain;

/** The scheduler as a process of its own; its settings are environment variables. */
public final class SchedulerMain {
  private SchedulerMain() {}

  public static void main(String[] args) {
    ServiceMain.run("scheduler", SchedulerApp::start);
  }
}
