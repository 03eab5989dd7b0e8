package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Spark home made of links to the jars of the local Maven repository: what a worker hands to
 * drivers and executors as {@code SPARK_HOME}, and what drivers beside the job-runner are launched
 * from. Its {@code conf} says how drivers and executors log; it has no Python unless it is added.
 *
 * @param folder the home
 */
public record SparkHome(Path folder) {
  /** Spark's own list (org.apache.spark.launcher.JavaModuleOptions) for its daemons on JDK 17. */
  static final List<String> MODULE_OPTIONS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
          "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
          "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
          "-Djdk.reflect.useDirectMethodHandle=false",
          "-Dio.netty.tryReflectionSetAccessible=true");

  /**
   * Links the jars into {@code <folder>/jars} and the configuration into {@code <folder>/conf},
   * replacing what an older build left there.
   *
   * @param configuration the folder that Spark calls {@code conf}
   * @param jvmOptions of drivers and executors, before those of the job: what Spark reads from
   *     {@code conf/java-opts} (AbstractCommandBuilder)
   * @throws StackException if the folder cannot be written
   */
  public static SparkHome assemble(
      Path folder, List<Path> jars, Path configuration, List<String> jvmOptions) {
    SparkHome home = new SparkHome(folder.toAbsolutePath());
    home.link("jars", jars);
    home.link("conf", Folders.list(configuration));
    if (!jvmOptions.isEmpty()) {
      Folders.write(folder.resolve("conf/java-opts"), jvmOptions);
    }
    home.writeSubmit();
    return home;
  }

  private void link(String name, List<Path> files) {
    Path target = folder.resolve(name);
    Folders.delete(target);
    Folders.create(target);
    files.forEach(file -> link(name + "/" + file.getFileName(), file));
  }

  /**
   * Adds Spark's Python.
   *
   * @param python the folder {@code python} of a whole Spark, with {@code lib/pyspark.zip}
   */
  public void addPython(Path python) {
    link("python", python);
  }

  private void link(String name, Path target) {
    Path link = folder.resolve(name);
    Folders.delete(link);
    try {
      Files.createSymbolicLink(link, target.toAbsolutePath());
    } catch (IOException failure) {
      throw new StackException("Cannot link " + target + " into " + folder, failure);
    }
  }

  /**
   * What SparkLauncher runs. As Spark's own spark-class does, it has Spark's launcher build the
   * command line (a line with a NUL, then the arguments with a NUL behind each), and becomes it.
   */
  private void writeSubmit() {
    Path submit = folder.resolve("bin/spark-submit");
    Folders.create(submit.getParent());
    Folders.write(
        submit,
        List.of(
            "#!/usr/bin/env bash",
            "export SPARK_HOME=\"$(cd \"$(dirname \"$0\")/..\" && pwd)\"",
            "export SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=\"${SPARK_LOCAL_IP:-127.0.0.1}\"",
            "java=\"${JAVA_HOME:+$JAVA_HOME/bin/}java\"",
            "command=()",
            "while IFS= read -d '' -r part; do",
            "  command+=(\"${part#$'\\n'}\")",
            "done < <(\"$java\" -Xmx128m -cp \"$SPARK_HOME/jars/*\" org.apache.spark.launcher.Main \\",
            "  org.apache.spark.deploy.SparkSubmit \"$@\")",
            "[ \"${#command[@]}\" -gt 1 ] || exit 1",
            "exec \"${command[@]:1}\""));
    if (!submit.toFile().setExecutable(true)) {
      throw new StackException("Cannot make " + submit + " executable");
    }
  }

  String classPath() {
    return folder.resolve("jars") + "/*";
  }

  /** What daemons, and through the workers drivers and executors, find in their environment. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        folder.toString(),
        // Without it a home that no release script made is refused ("Cannot find any build ...").
        "SPARK_SCALA_VERSION",
        "2.13",
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "JAVA_HOME",
        System.getProperty("java.home"));
  }
}
