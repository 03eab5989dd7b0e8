package dev.kindling.shipper.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.log.event.EventJoiner;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.log.event.JoinState;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.shipper.LogText;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the chunks, the silences and the crashes: the events that ever came out tile the stream,
 * and a replay makes the same ones.
 */
class JoinerReplayPropertyTest {
  private static final JoinLimits SMALL = new JoinLimits(6, 300, 120);
  private static final int LOGS = 300;

  @ParameterizedTest
  @EnumSource(IoStream.class)
  void pollShouldGiveTheSameEventsWhenItIsReplayedFromAnyOfThem(IoStream stream) {
    long seed = System.nanoTime();
    Random seeds = new Random(seed);
    for (int i = 0; i < LOGS; i++) {
      long logSeed = seeds.nextLong();
      new Run(stream, new Random(logSeed), "seed " + logSeed).play();
    }
  }

  /** One log that is written, read, cut by silence, and read again after crashes. */
  private static final class Run {
    private final IoStream stream;
    private final Random random;
    private final String name;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final TreeSet<Long> boundaries = new TreeSet<>();
    private final Map<Long, RawEvent> seen = new TreeMap<>();
    private EventJoiner joiner;

    Run(IoStream stream, Random random, String name) {
      this.stream = stream;
      this.random = random;
      this.name = name;
      restart(0, JoinState.FRESH);
    }

    void play() {
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(8)) {
          case 0 -> silence();
          case 1 -> crash();
          case 2, 3, 4 -> file.writeBytes(LogText.some(random));
          default -> read();
        }
      }
      readAll();
      silence();
      assertTiles();
    }

    private void read() {
      int from = (int) joiner.end();
      int rest = file.size() - from;
      int length = rest == 0 ? 0 : random.nextInt(rest) + 1;
      joiner.append(file.toByteArray(), from, length);
      collect();
    }

    private void readAll() {
      joiner.append(file.toByteArray(), (int) joiner.end(), file.size() - (int) joiner.end());
      collect();
    }

    /** A file is silent only behind its last byte, so never inside a replay. */
    private void silence() {
      if (joiner.isOpen() && joiner.end() == file.size()) {
        boundaries.add(joiner.end());
        joiner.forceBoundary();
        collect();
        assertThat(joiner.isOpen()).as(name).isFalse();
      }
    }

    /** Goes on behind any event that came out before, as the acknowledgements may have stopped. */
    private void crash() {
      long target = seen.isEmpty() ? 0 : random.nextLong(joiner.end() + 1);
      RawEvent last = null;
      for (RawEvent event : seen.values()) {
        last = event.end() <= target ? event : last;
      }
      if (last == null) {
        restart(0, JoinState.FRESH);
      } else {
        restart(last.end(), last.after());
      }
    }

    private void restart(long offset, JoinState state) {
      joiner = new EventJoiner(stream, SMALL, offset, state, boundaries.tailSet(offset, false));
    }

    private void collect() {
      RawEvent event = joiner.poll();
      while (event != null) {
        RawEvent before = seen.put(event.start(), event);
        if (before != null) {
          assertThat(event.end())
              .as("%s: replay of %d", name, event.start())
              .isEqualTo(before.end());
          assertThat(event.after())
              .as("%s: state behind %d", name, event.end())
              .isEqualTo(before.after());
          assertThat(event.flags())
              .as("%s: flags of %d", name, event.start())
              .isEqualTo(before.flags());
        }
        event = joiner.poll();
      }
    }

    private void assertTiles() {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (RawEvent event : seen.values()) {
        assertThat(event.start()).as(name).isEqualTo(joined.size());
        joined.writeBytes(event.bytes());
      }
      assertThat(joined.toByteArray()).as(name).isEqualTo(file.toByteArray());
    }
  }
}
