package dev.kindling.gateway;

import dev.kindling.kit.service.ServiceMain;

/** Runs the gateway as a process of its own. */
public final class GatewayMain {
  private GatewayMain() {}

  public static void main(String[] args) {
    ServiceMain.run("gateway", GatewayApp::start);
  }
}
