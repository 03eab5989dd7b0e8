package dev.kindling.shipper;

import dev.kindling.kit.service.ServiceMain;

/** Runs the log-shipper as a process. */
public final class LogShipperMain {
  private LogShipperMain() {}

  public static void main(String[] args) {
    ServiceMain.run("log-shipper", LogShipperApp::start);
  }
}
