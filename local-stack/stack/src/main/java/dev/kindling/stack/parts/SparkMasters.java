package dev.kindling.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.StackException;
import dev.kindling.stack.net.Probe;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The masters of one cluster, of which at most one is ALIVE.
 *
 * @param all at least one
 */
public record SparkMasters(List<SparkMaster> all) {
  public SparkMasters {
    all = List.copyOf(all);
  }

  /** {@code spark://host:port,host:port}. */
  public String url() {
    return "spark://" + joined(master -> master.url().substring("spark://".length()));
  }

  /** The submission APIs, with commas between. */
  public String rest() {
    return joined(master -> master.rest().toString());
  }

  /** The web UIs, with commas between. */
  public String ui() {
    return joined(master -> master.ui().toString());
  }

  /** The one that is ALIVE now; empty between two. */
  public Optional<SparkMaster> alive() {
    return all.stream().filter(SparkMaster::isInCharge).findFirst();
  }

  /**
   * The web UI of the one that is ALIVE now.
   *
   * @throws StackException if none is
   */
  public URI aliveUi() {
    return alive()
        .map(SparkMaster::ui)
        .orElseThrow(() -> new StackException("No Spark master is ALIVE now"));
  }

  /** What the ALIVE master says of the cluster; empty while there is none. */
  public Optional<JsonNode> page() {
    return alive().flatMap(master -> Probe.json(master.ui().resolve("/json/")));
  }

  private String joined(Function<SparkMaster, String> part) {
    return all.stream().map(part).collect(Collectors.joining(","));
  }
}
