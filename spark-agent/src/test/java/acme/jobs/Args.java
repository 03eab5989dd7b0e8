package acme.jobs;

/** Prints what it was given, and returns. */
public final class Args {
  static {
    System.out.println("initialised");
  }

  private Args() {}

  public static void main(String[] args) {
    System.out.println("args=" + String.join("|", args));
    System.out.println("run=" + System.getProperty("kindling.run.id"));
    System.out.println("attempt=" + System.getProperty("kindling.attempt"));
    System.out.println("thread=" + Thread.currentThread().getName());
  }
}
