package dev.kindling.gateway.definition;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tables of definitions in memory, with the rules of Kafka that the writer relies on: who claims
 * last may write, everybody else is fenced. One partition each. Thread-safe.
 */
public final class MemoryCluster {
  private final Map<String, List<Entry>> topics = new HashMap<>();
  private final List<MemoryView<?>> views = new ArrayList<>();
  private int epoch;

  private record Entry(String key, String value) {}

  public <D> MemoryView<D> view(DefinitionKind<?, D> kind) {
    MemoryView<D> view = new MemoryView<>(kind);
    synchronized (this) {
      views.add(view);
    }
    view.catchUp();
    return view;
  }

  public MemoryLog log() {
    return new MemoryLog();
  }

  synchronized int records(String topic) {
    return topics.getOrDefault(topic, List.of()).size();
  }

  /** Every value that was ever written, in order. */
  public synchronized List<String> history(String topic) {
    return topics.getOrDefault(topic, List.of()).stream().map(Entry::value).toList();
  }

  private synchronized long append(String topic, String key, byte[] value, int writersEpoch) {
    if (writersEpoch != epoch) {
      throw new DefinitionLog.StartOver("fenced", null, false);
    }
    List<Entry> entries = topics.computeIfAbsent(topic, t -> new ArrayList<>());
    entries.add(new Entry(key, value == null ? null : new String(value, StandardCharsets.UTF_8)));
    return entries.size() - 1L;
  }

  private synchronized List<Entry> from(String topic, int position) {
    List<Entry> entries = topics.getOrDefault(topic, List.of());
    return List.copyOf(entries.subList(position, entries.size()));
  }

  private void readAll() {
    List<MemoryView<?>> all;
    synchronized (this) {
      all = List.copyOf(views);
    }
    all.forEach(MemoryView::catchUp);
  }

  /** One gateway's way to write; its faults are switched on by tests. */
  public final class MemoryLog implements DefinitionLog {
    /** So many next writes are committed, but their answer is lost. */
    public final AtomicInteger answersToLose = new AtomicInteger();

    /** So many next calls of claim fail, as they do when Kafka is away. */
    public final AtomicInteger claimsToFail = new AtomicInteger();

    private int mine = -1;

    @Override
    public boolean claim() {
      if (claimsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new StartOver("no broker", null, false);
      }
      if (mine >= 0) {
        return false;
      }
      synchronized (MemoryCluster.this) {
        mine = ++epoch;
      }
      return true;
    }

    @Override
    public List<Position> ends(String topic) {
      return List.of(new Position(0, records(topic) - 1L));
    }

    @Override
    public Position write(String topic, String key, byte[] value) {
      long offset;
      try {
        offset = append(topic, key, value, mine);
      } catch (StartOver e) {
        mine = -1;
        throw e;
      }
      readAll();
      if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        mine = -1;
        throw new StartOver("the answer to the commit is lost", null, true);
      }
      return new Position(0, offset);
    }

    @Override
    public void close() {
      mine = -1;
    }
  }

  /** One gateway's view; {@link #hold} keeps it from reading on. */
  public final class MemoryView<D> implements DefinitionView<D> {
    private final String topic;
    private final DefinitionTable<D> table;
    private final List<Waiting> waiting = new ArrayList<>();
    private int position;
    private boolean held;

    private record Waiting(long offset, Promise<Void> promise) {}

    MemoryView(DefinitionKind<?, D> kind) {
      this.topic = kind.topic().name();
      this.table = new DefinitionTable<>(kind, new SimpleMeterRegistry());
    }

    public synchronized void hold() {
      held = true;
    }

    public void release() {
      synchronized (this) {
        held = false;
      }
      catchUp();
    }

    synchronized void catchUp() {
      for (Entry entry : held ? List.<Entry>of() : from(topic, position)) {
        table.apply(
            entry.key(),
            entry.value() == null ? null : entry.value().getBytes(StandardCharsets.UTF_8));
        position++;
      }
      waiting.removeIf(one -> position > one.offset() && one.promise().tryComplete());
    }

    @Override
    public Optional<D> get(String name) {
      return table.get(name);
    }

    @Override
    public List<D> all() {
      return table.all();
    }

    @Override
    public synchronized Future<Void> passed(int partition, long offset) {
      Waiting one = new Waiting(offset, Promise.promise());
      waiting.add(one);
      catchUp();
      return one.promise().future();
    }
  }
}
