package dev.kindling.runner.cluster;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one view of the cluster of one look at each of its masters. Pure. */
final class MasterLooks {
  /** A cluster on its way to an ALIVE master says more than one that is away. */
  private static final List<String> MOST_TELLING =
      List.of("COMPLETING_RECOVERY", "RECOVERING", "STANDBY");

  private MasterLooks() {}

  /** What one master looked like. */
  record Look(Master master, ClusterView view) {}

  /**
   * The view of the ALIVE master. Where there is none, nothing is known of workers and drivers:
   * what a master lists that is not ALIVE means nothing.
   */
  static ClusterView together(List<Look> looks, Instant now) {
    // Two masters that both say ALIVE are two clusters or a split one; the first in the list
    // counts.
    for (Look look : looks) {
      if (look.view().isAlive()) {
        return look.view().of(look.master());
      }
    }
    String status =
        MOST_TELLING.stream()
            .filter(word -> looks.stream().anyMatch(look -> look.view().status().equals(word)))
            .findFirst()
            .orElse(ClusterView.UNREACHABLE);
    String detail = looks.stream().map(MasterLooks::words).collect(Collectors.joining("; "));
    return new ClusterView(status, detail, List.of(), java.util.Map.of(), null, now);
  }

  private static String words(Look look) {
    String detail = look.view().detail();
    return look.master().ui()
        + " is "
        + look.view().status()
        + (detail == null ? "" : ", " + detail);
  }
}
