package dev.kindling.scheduler.request;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs as {@code kindling.jobs} has them right now. Written by the table view's thread, read by
 * any.
 */
public final class JobBook {
  private static final Logger LOG = LoggerFactory.getLogger(JobBook.class);

  private final Map<String, JobDefinition> jobs = new ConcurrentHashMap<>();

  /** One record of the table. A definition that cannot be read counts as none. */
  public void apply(String name, ConsumerRecord<String, byte[]> changed) {
    if (name == null) {
      return;
    }
    if (changed.value() == null) {
      jobs.remove(name);
      return;
    }
    try {
      jobs.put(name, Json.read(changed.value(), JobDefinition.class));
    } catch (UncheckedIOException e) {
      LOG.warn("the job {} cannot be read and counts as not defined: {}", name, e.toString());
      jobs.remove(name);
    }
  }

  /** The job of a name, if it is defined. */
  public Optional<JobDefinition> find(String name) {
    return Optional.ofNullable(jobs.get(name));
  }
}
