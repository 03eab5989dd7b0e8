package dev.kindling.kit.log.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventJoinerTest {
  private static final String INFO = "26/11/20 23:06:16 INFO SparkContext: ";

  @Test
  void pollShouldJoinTraceToItsLogLineWhenNextLogLineComes() {
    String error =
        """
        26/11/20 23:06:16 ERROR Boom: failed
        java.lang.IllegalStateException: outer
        second line
        \tat Boom.main(Boom.java:8)
        Caused by: java.lang.RuntimeException: inner
        \t... 3 more
        """;

    assertThat(join(IoStream.STDERR, error + INFO + "next\n")).containsExactly(error);
  }

  @Test
  void pollShouldKeepSparksDriverStacktraceTogetherWhenABlankLineStandsInIt() {
    String error =
        """
        26/11/20 23:06:16 ERROR Main: job failed: org.apache.spark.SparkException: x
        \tat A.b(A.java:1)

        Driver stacktrace:
        \tat C.d(C.java:1)
        """;

    assertThat(join(IoStream.STDERR, error + INFO + "next\n")).containsExactly(error);
  }

  @Test
  void pollShouldEndHeaderBehindItsRulerWhenOtherOutputFollows() {
    String header = "Launch Command: \"java\" \"-cp\" \"x\"\n" + "=".repeat(40) + "\n\n";
    String notice = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    assertThat(join(IoStream.STDERR, header + notice + INFO + "x\n"))
        .containsExactly(header, notice);
  }

  @Test
  void pollShouldStartEventWhenTheGuardSpeaksAfterALogLine() {
    String before = INFO + "Successfully created connection\n";
    String guard = "kindling guard: claimed run r attempt 1; user code starts\n";

    assertThat(join(IoStream.STDERR, before + guard + INFO + "x\n")).containsExactly(before, guard);
  }

  @Test
  void pollShouldGiveEachLineAtOnceWhenStdoutIsPlain() {
    assertThat(join(IoStream.STDOUT, "one\n\ntwo\n  three\n"))
        .containsExactly("one\n", "\n", "two\n", "  three\n");
  }

  @Test
  void pollShouldJoinJvmTraceWhenItStandsInStdout() {
    String trace =
        "java.lang.RuntimeException: x\n\tat A.b(A.java:1)\nCaused by: C: y\n\t... 2 more\n";

    assertThat(join(IoStream.STDOUT, "before\n" + trace + "behind\n"))
        .containsExactly("before\n", trace, "behind\n");
  }

  @Test
  void pollShouldJoinPythonTraceUpToItsErrorLineWhenItStandsInStdout() {
    String trace =
        """
        Traceback (most recent call last):
          File "x.py", line 1, in <module>
            f()
        ValueError: bad
        """;

    assertThat(join(IoStream.STDOUT, trace + "behind\n")).containsExactly(trace, "behind\n");
  }

  @Test
  void pollShouldGiveJsonLineAtOnceWhenPlainLinesFollow() {
    String json = "{\"ts\":\"2026-11-20T23:10:02.930Z\",\"level\":\"WARN\",\"msg\":\"x\"}\n";

    assertThat(join(IoStream.STDERR, INFO + "a\n" + json + "print\n"))
        .containsExactly(INFO + "a\n", json, "print\n");
  }

  @Test
  void pollShouldStartEventWhenExceptionIsUncaught() {
    String uncaught =
        """
        Exception in thread "main" org.apache.spark.sql.AnalysisException: no
        'Project [a]
        +- Rel

        \tat A.b(A.java:1)
        """;

    assertThat(join(IoStream.STDERR, INFO + "a\n" + uncaught + INFO + "b\n"))
        .containsExactly(INFO + "a\n", uncaught);
  }

  @Test
  void forceBoundaryShouldGiveOutWhatIsOpenWhenFileEndsInsideALine() {
    EventJoiner joiner = joiner(IoStream.STDERR, JoinLimits.DEFAULT);
    append(joiner, INFO + "a\nhalf a li");
    assertThat(joiner.poll()).isNull();

    joiner.forceBoundary();
    RawEvent head = joiner.poll();
    append(joiner, "ne\n" + INFO + "b\n");
    RawEvent rest = joiner.poll();

    assertThat(text(head)).isEqualTo(INFO + "a\nhalf a li");
    assertThat(head.flags()).containsExactlyInAnyOrder(EventFlag.MULTILINE, EventFlag.TRUNCATED);
    assertThat(text(rest)).isEqualTo("ne\n");
    assertThat(rest.isContinuation()).isTrue();
    assertThat(rest.group()).isEqualTo(head.start());
  }

  @Test
  void pollShouldSplitAndMarkWhenEventExceedsItsLines() {
    EventJoiner joiner = joiner(IoStream.STDERR, new JoinLimits(3, 10_000, 10_000));
    append(joiner, INFO + "a\n\tat 1\n\tat 2\n\tat 3\n\tat 4\n" + INFO + "b\n");

    RawEvent head = joiner.poll();
    RawEvent rest = joiner.poll();

    assertThat(text(head)).isEqualTo(INFO + "a\n\tat 1\n\tat 2\n");
    assertThat(head.flags()).contains(EventFlag.TRUNCATED);
    assertThat(text(rest)).isEqualTo("\tat 3\n\tat 4\n");
    assertThat(rest.flags()).isEqualTo(Set.of(EventFlag.CONTINUATION, EventFlag.MULTILINE));
    assertThat(rest.group()).isEqualTo(head.start());
  }

  @Test
  void pollShouldSplitLongLineBetweenCharactersWhenItExceedsItsBytes() {
    EventJoiner joiner = joiner(IoStream.STDOUT, new JoinLimits(10, 10, 10));
    append(joiner, "123456789é123456789\n");

    List<String> texts = drain(joiner).stream().map(EventJoinerTest::text).toList();

    assertThat(texts).containsExactly("123456789", "é12345678", "9\n");
  }

  @Test
  void pollShouldCutAtTheSamePlacesWhenBytesComeOneByOne() {
    String log = INFO + "a\n\tat 1\n" + INFO + "bé\n{\"ts\":\"\"}\nx\n" + INFO + "c\n";
    EventJoiner joiner = joiner(IoStream.STDERR, JoinLimits.DEFAULT);
    List<String> texts = new ArrayList<>();
    for (byte b : log.getBytes(UTF_8)) {
      joiner.append(new byte[] {b}, 0, 1);
      drain(joiner).forEach(event -> texts.add(text(event)));
    }

    assertThat(texts).isEqualTo(join(IoStream.STDERR, log));
  }

  private static List<String> join(IoStream stream, String log) {
    EventJoiner joiner = joiner(stream, JoinLimits.DEFAULT);
    append(joiner, log);
    return drain(joiner).stream().map(EventJoinerTest::text).toList();
  }

  private static EventJoiner joiner(IoStream stream, JoinLimits limits) {
    return new EventJoiner(stream, limits, 0, JoinState.FRESH, List.of());
  }

  private static void append(EventJoiner joiner, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    joiner.append(bytes, 0, bytes.length);
  }

  private static List<RawEvent> drain(EventJoiner joiner) {
    List<RawEvent> events = new ArrayList<>();
    RawEvent event = joiner.poll();
    while (event != null) {
      events.add(event);
      event = joiner.poll();
    }
    return events;
  }

  private static String text(RawEvent event) {
    return new String(event.bytes(), UTF_8);
  }
}
