package dev.kindling.runner.roster;

import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last known owner of each partition of runs. It may be behind: whoever is sent to an owner
 * that is none any more is sent on from there. Written by the view's thread, read by any.
 */
public final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final Map<String, PartitionOwner> owners = new ConcurrentHashMap<>();

  /** Takes a record of {@code kindling.owners}; a null value means that the owner is gone. */
  public void apply(String key, byte[] value) {
    if (value == null) {
      owners.remove(key);
      return;
    }
    try {
      PartitionOwner owner = Json.read(value, PartitionOwner.class);
      URI.create(owner.url());
      owners.put(key, owner);
    } catch (UncheckedIOException | IllegalArgumentException | NullPointerException e) {
      LOG.error("kindling.owners has no owner under {}", key, e);
    }
  }

  /** Where the owner of a partition is; empty if nobody has ever owned it. */
  public Optional<URI> ownerOf(int partition) {
    return Optional.ofNullable(owners.get(PartitionOwner.key(partition)))
        .map(owner -> URI.create(owner.url()));
  }

  /** Where all job-runners are that own something, each once, in a steady order. */
  public List<String> urls() {
    return owners.values().stream().map(PartitionOwner::url).distinct().sorted().toList();
  }
}
