package dev.kindling.stack.bundle;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the build put what child processes run: class paths of Kafka and Spark, the home of
 * Elasticsearch, our own jars for Spark. Read lazily, so that a test of one part needs only the
 * bundle of that part.
 *
 * @param root the folder of the clone
 */
public record Bundles(Path root) {
  /** Set to the folder of the clone if it cannot be found from the working directory. */
  public static final String ROOT_PROPERTY = "kindling.root";

  public Bundles {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The clone that {@value #ROOT_PROPERTY} names, else the one around the working directory, else
   * the one that this code was built in.
   *
   * @throws StackException if there is none
   */
  public static Bundles locate() {
    String named = System.getProperty(ROOT_PROPERTY);
    if (named != null) {
      return new Bundles(Path.of(named));
    }
    return cloneAround(Path.of("").toAbsolutePath())
        .or(() -> codeSource().flatMap(Bundles::cloneAround))
        .map(Bundles::new)
        .orElseThrow(
            () ->
                new StackException(
                    "No clone of Kindling around the working directory: set -D"
                        + ROOT_PROPERTY
                        + "=<folder of the clone>"));
  }

  /** The class path of a Kafka broker. */
  public String kafkaClassPath() {
    return read(root.resolve("local-stack/bundle-kafka/target/kafka.classpath"));
  }

  /** The jars of a Spark home. */
  public List<Path> sparkJars() {
    String classPath = read(root.resolve("local-stack/bundle-spark/target/spark.classpath"));
    return Stream.of(classPath.split(System.getProperty("path.separator"))).map(Path::of).toList();
  }

  /** Spark's {@code conf} as the containers have it: how drivers and executors log. */
  public Path sparkConfiguration() {
    return root.resolve("docker/spark/conf");
  }

  /** The unpacked distribution of Elasticsearch. */
  public Path elasticsearchHome() {
    Path target = root.resolve("local-stack/bundle-elasticsearch/target");
    return only(target, "elasticsearch-", "");
  }

  /** The jar with the guard that wraps the main class of each job. */
  public Path agentJar() {
    return only(root.resolve("spark-agent/target"), "kindling-spark-agent-", ".jar");
  }

  /** The jar with the ready jobs. */
  public Path jobsJar() {
    return only(root.resolve("spark-jobs/target"), "kindling-spark-jobs-", ".jar");
  }

  /** The definition of a ready job, a JSON file. */
  public Path jobDefinition(String job) {
    return root.resolve("spark-jobs/src/main/jobs").resolve(job + ".json");
  }

  /** Where archives for class-data sharing are kept, as long as the build they belong to. */
  public Path classArchives() {
    return root.resolve("local-stack/stack/target/class-archives");
  }

  private static Optional<Path> cloneAround(Path start) {
    return Stream.iterate(start, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("local-stack/bundle-kafka")))
        .findFirst();
  }

  private static Optional<Path> codeSource() {
    try {
      return Optional.of(
          Path.of(Bundles.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException noFile) {
      return Optional.empty();
    }
  }

  private static Path only(Path folder, String prefix, String suffix) {
    if (!Files.isDirectory(folder)) {
      throw notBuilt(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests).jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(folder));
    } catch (IOException failure) {
      throw new StackException("Cannot list " + folder, failure);
    }
  }

  private static String read(Path file) {
    if (!Files.exists(file)) {
      throw notBuilt(file);
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw new StackException("Cannot read " + file, failure);
    }
  }

  private static StackException notBuilt(Path what) {
    return new StackException(
        "Not built: " + what + " is missing. Run: mvn -DskipTests package (or ./kindling up)");
  }
}
