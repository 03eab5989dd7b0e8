package acme.jobs;

/** Fills the heap until main dies of it. */
public final class OutOfMemory {
  private OutOfMemory() {}

  public static void main(String[] args) {
    Object[] hoard = {};
    while (true) {
      hoard = new Object[] {hoard, new byte[1 << 20]};
    }
  }
}
