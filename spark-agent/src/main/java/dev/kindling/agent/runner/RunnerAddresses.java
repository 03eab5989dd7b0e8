package dev.kindling.agent.runner;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Where job-runners may be asked: what the driver was told at its start, and what runners have said
 * since of themselves and of each other. Those that it was told are never forgotten; of the others
 * the latest stay. Thread-safe.
 */
final class RunnerAddresses {
  static final int MOST_LEARNED = 32;

  private final List<URI> told;
  private final List<URI> learned = new ArrayList<>();
  private URI first;

  /**
   * @param told without a last slash, never empty
   */
  RunnerAddresses(List<URI> told) {
    this.told = List.copyOf(told);
    this.first = told.get(0);
  }

  /** All, in the order to try: the one that spoke for the owner last, then the others. */
  synchronized List<URI> inOrder() {
    List<URI> order = new ArrayList<>();
    order.add(first);
    for (List<URI> some : List.of(told, learned)) {
      some.stream().filter(url -> !order.contains(url)).forEach(order::add);
    }
    return order;
  }

  /** This one has spoken for the owner. */
  synchronized void answered(URI url) {
    learn(url);
    first = url;
  }

  /** There is a job-runner there. */
  synchronized void learn(URI url) {
    if (told.contains(url) || learned.contains(url)) {
      return;
    }
    learned.add(url);
    if (learned.size() > MOST_LEARNED) {
      learned.remove(0);
    }
  }
}
