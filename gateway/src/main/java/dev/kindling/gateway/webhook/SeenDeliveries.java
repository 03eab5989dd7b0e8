package dev.kindling.gateway.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest deliveries that this gateway has taken, so that one that comes again is answered and
 * not written. It saves work only: what another gateway took, or what fell out, is written again as
 * the same event, and makes no second run. Thread-safe.
 */
final class SeenDeliveries {
  private static final int MOST = 20_000;

  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean has(String webhook, String id) {
    return seen.containsKey(webhook + " " + id);
  }

  /** Only once it is written. */
  synchronized void add(String webhook, String id) {
    seen.put(webhook + " " + id, true);
  }
}
