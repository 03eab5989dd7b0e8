package dev.kindling.model.job;

/**
 * How a job is launched.
 *
 * @param via never null; {@code rest} where a spec says nothing
 */
public record LaunchSpec(LaunchMode via) {
  public LaunchSpec {
    via = via == null ? LaunchMode.REST : via;
  }
}
