package acme.jobs;

/** Its static initialiser fails. */
public final class BadStart {
  private static final int VALUE = Integer.parseInt("not a number");

  private BadStart() {}

  public static void main(String[] args) {
    System.out.println(VALUE);
  }
}
