package acme.jobs;

/** Says that it runs, and never ends. Interrupts every thread that it finds, and hides stderr. */
public final class Waits {
  private Waits() {}

  public static void main(String[] args) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread != Thread.currentThread())
        .forEach(Thread::interrupt);
    System.out.println("waiting");
    synchronized (System.err) {
      Lingers.waitForEver();
    }
  }
}
