package acme.jobs;

/** Its main returns, but its shutdown hook never does. */
public final class HangsAtExit {
  private HangsAtExit() {}

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(Lingers::waitForEver));
  }
}
