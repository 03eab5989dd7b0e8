package dev.kindling.bench.harness;

/**
 * Where figures come from.
 *
 * @param processors that this JVM may use
 * @param system name and version of the operating system
 * @param architecture of the processor
 * @param java version of this JVM
 */
public record Machine(int processors, String system, String architecture, String java) {
  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.vm.version"));
  }
}
