package dev.kindling.model.job;

/**
 * How a job is launched.
 *
 * @param via never null; {@code rest} where a spec says nothing
 * @param master what Spark connects to in launcher mode, such as {@code spark://host:7077}, {@code
 *     yarn}, {@code k8s://https://host} or {@code local[2]}; null for the job-runner's own masters
 */
public record LaunchSpec(LaunchMode via, String master) {
  public LaunchSpec {
    via = via == null ? LaunchMode.REST : via;
  }
}
