package acme.jobs;

import java.util.concurrent.CountDownLatch;

/** Its main returns, but a thread that is no daemon never ends. */
public final class Lingers {
  private Lingers() {}

  public static void main(String[] args) {
    new Thread(Lingers::waitForEver, "lingering").start();
  }

  static void waitForEver() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // It will not end for that either.
      }
    }
  }
}
