package dev.kindling.stack.parts;

import dev.kindling.stack.process.Programs;
import java.util.ArrayList;
import java.util.List;

/** Puts the command line of a child JVM together. */
public final class JvmCommand {
  private final List<String> words = new ArrayList<>();

  private JvmCommand() {}

  /**
   * A small daemon that is to start fast: one heap size, the serial collector, the first compiler
   * only, and the time zone in which all logs are read.
   */
  public static JvmCommand daemon(int heapMegabytes) {
    JvmCommand command = new JvmCommand();
    command.words.add(Programs.java());
    return command.with(
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-Duser.timezone=UTC");
  }

  public JvmCommand with(String... options) {
    words.addAll(List.of(options));
    return this;
  }

  public JvmCommand property(String key, Object value) {
    words.add("-D" + key + "=" + value);
    return this;
  }

  public List<String> main(String classPath, String mainClass, String... arguments) {
    with("-cp", classPath, mainClass);
    with(arguments);
    return List.copyOf(words);
  }
}
