package dev.kindling.bench.submission;

import dev.kindling.stack.net.Probe;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Apache Livy, submitting to our master in cluster mode. 0.7.1 is of before JDK 17 and Spark
 * 4 and runs on both, for batches.
 */
final class LivyServer extends ChildPart {
  private static final List<String> MODULE_OPTIONS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED");

  private final Config config;

  /**
   * @param classPath of Livy
   * @param folder for its configuration and its log
   * @param sparkHome with {@code bin/spark-submit}
   * @param port of its API
   * @param submissions the master's submission server
   * @param jars the folder that batches may take files from
   */
  record Config(
      String classPath, Path folder, Path sparkHome, int port, URI submissions, Path jars) {}

  LivyServer(Config config) {
    this.config = config;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + config.port());
  }

  @Override
  public String name() {
    return "livy";
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder().resolve("logs"));
    Folders.write(
        config.folder().resolve("livy.conf"),
        List.of(
            "livy.server.host = 127.0.0.1",
            "livy.server.port = " + config.port(),
            "livy.spark.master = spark://" + config.submissions().getAuthority(),
            "livy.spark.deploy-mode = cluster",
            "livy.file.local-dir-whitelist = " + config.jars() + "/",
            "livy.server.session.timeout-check = false"));
  }

  @Override
  protected ProcessPlan plan() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
    command.addAll(MODULE_OPTIONS);
    command.addAll(
        List.of(
            "-cp",
            config.folder() + ":" + config.classPath(),
            "org.apache.livy.server.LivyServer"));
    return new ProcessPlan(
        name(),
        command,
        Map.of(
            "SPARK_HOME",
            config.sparkHome().toString(),
            "LIVY_HOME",
            config.folder().toString(),
            "LIVY_CONF_DIR",
            config.folder().toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "SPARK_LOCAL_IP",
            "127.0.0.1"),
        config.folder(),
        config.folder().resolve("livy.log"),
        Duration.ofSeconds(5),
        Orphans.END);
  }

  @Override
  protected boolean ready() {
    return Probe.json(url().resolve("/batches")).isPresent();
  }
}
