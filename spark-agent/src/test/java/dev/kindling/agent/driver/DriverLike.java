package dev.kindling.agent.driver;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Starts a main class as Spark's DriverWrapper does: the job's jar and spark.jars in a class loader
 * above the JVM's, set as the context class loader, main called on the main thread. Runs in the
 * child JVM of {@link DriverProcess}.
 */
public final class DriverLike {
  private DriverLike() {}

  /** Takes the job's jar, the agent's jar, the main class and its arguments. */
  public static void main(String[] args) throws Exception {
    URL[] jars = {Path.of(args[0]).toUri().toURL(), Path.of(args[1]).toUri().toURL()};
    ClassLoader parent = Thread.currentThread().getContextClassLoader();
    URLClassLoader loader = new URLClassLoader(jars, parent);
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName(args[2], true, loader)
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 3, args.length));
  }
}
