package acme.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Counts with Spark, waits until the file of its first argument is there, and returns without
 * stopping its context.
 */
public final class SparkCount {
  private SparkCount() {}

  public static void main(String[] args) throws Exception {
    @SuppressWarnings("resource")
    JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("count"));
    System.out.println("app=" + context.sc().applicationId());
    System.out.println("count=" + context.parallelize(List.of(1, 2, 3)).count());
    while (!Files.exists(Path.of(args[0]))) {
      Thread.onSpinWait();
    }
  }
}
