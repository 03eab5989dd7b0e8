package dev.kindling.gateway.stream;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Hands changes of runs to one stream. While its reader is slow, only the latest state of each run
 * waits for it; one that is too far behind is cut off, and comes back with the id of the last event
 * that it has.
 *
 * <p>Changes come from any thread; everything else happens on the request's context.
 */
final class RunReader implements Consumer<RunChange> {
  private static final int MOST_WAITING = 200_000;

  private final EventStream stream;
  private final Context context;
  private final boolean endsWithTheRun;
  private final Map<String, RunChange> waiting = new LinkedHashMap<>();
  private boolean sending;

  /** The version of the one run that was sent last. */
  private long sent;

  /**
   * @param context of the request
   * @param endsWithTheRun whether the stream is about one run, and over when that is
   */
  RunReader(EventStream stream, Context context, boolean endsWithTheRun) {
    this.stream = stream;
    this.context = context;
    this.endsWithTheRun = endsWithTheRun;
  }

  @Override
  public void accept(RunChange change) {
    synchronized (waiting) {
      RunChange known = waiting.get(change.run().id());
      if (known != null && known.run().version() >= change.run().version()) {
        return;
      }
      waiting.put(change.run().id(), change);
      if (waiting.size() > MOST_WAITING) {
        waiting.clear();
        stream.end();
        return;
      }
      if (sending) {
        return;
      }
      sending = true;
    }
    context.runOnContext(now -> send());
  }

  private void send() {
    Queue<RunChange> next = new ArrayDeque<>();
    do {
      synchronized (waiting) {
        next.addAll(waiting.values());
        waiting.clear();
        if (next.isEmpty() || stream.isOver()) {
          sending = false;
          return;
        }
      }
      while (!next.isEmpty() && stream.takes()) {
        send(next.remove());
      }
    } while (stream.takes());
    synchronized (waiting) {
      // What came meanwhile is newer.
      next.forEach(left -> waiting.putIfAbsent(left.run().id(), left));
    }
    stream.whenItTakes(this::send);
  }

  private void send(RunChange change) {
    if (!endsWithTheRun) {
      stream.send(change.frame());
      return;
    }
    if (change.run().version() > sent) {
      sent = change.run().version();
      stream.send(change.frame());
    }
    if (change.run().state().isFinal()) {
      stream.end();
    }
  }
}
