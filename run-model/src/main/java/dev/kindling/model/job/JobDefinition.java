package dev.kindling.model.job;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;

/**
 * A job as the {@code kindling.jobs} table holds it, under its name.
 *
 * @param name unique, matches {@link Names#PATTERN}
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it
 */
public record JobDefinition(
    String name,
    long revision,
    @JsonSerialize(using = SpecText.class) JobSpec spec,
    Instant updatedAt,
    String updatedBy) {
  /**
   * The key that decides which partition, and so which job-runner, owns the runs of this job: its
   * pool if it names one, else its name.
   */
  public String routingKey() {
    return spec.limits().pool() == null ? name : spec.limits().pool();
  }
}
