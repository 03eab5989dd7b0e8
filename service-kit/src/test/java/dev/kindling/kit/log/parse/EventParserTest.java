package dev.kindling.kit.log.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kindling.kit.log.event.EventJoiner;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.log.event.JoinState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {
  @Test
  void parseShouldReadTheFieldsWhenTheLineIsPlain() {
    ParsedEvent event = parse("26/11/20 23:06:16 WARN TaskSetManager: Lost task: really\n", "UTC");

    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T23:06:16Z"));
    assertThat(event.level()).isEqualTo("WARN");
    assertThat(event.logger()).isEqualTo("TaskSetManager");
    assertThat(event.message()).isEqualTo("Lost task: really");
    assertThat(event.error()).isNull();
  }

  @Test
  void parseShouldUseTheConfiguredZoneWhenTheStampIsPlain() {
    ParsedEvent event = parse("26/07/20 12:00:00 INFO A: x\n", "Europe/Berlin");

    assertThat(event.time()).isEqualTo(Instant.parse("2026-07-20T10:00:00Z"));
  }

  @Test
  void parseShouldTakeTheTraceOutOfTheMessageWhenTheLineHasOne() {
    ParsedEvent event =
        parse(
            """
            26/11/20 23:06:16 ERROR Boom: driver logged
            java.lang.IllegalStateException: outer
            second line
            \tat Boom.main(Boom.java:8)
            Caused by: a.B: inner
            """,
            "UTC");

    assertThat(event.message()).isEqualTo("driver logged");
    assertThat(event.error().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.error().message()).isEqualTo("outer\nsecond line");
    assertThat(event.error().stackTrace())
        .startsWith("java.lang.IllegalStateException: outer")
        .endsWith("Caused by: a.B: inner");
  }

  @Test
  void parseShouldFindTheExceptionWhenItStandsBehindTheMessage() {
    ParsedEvent event =
        parse(
            "26/11/20 23:06:16 WARN TaskSetManager: Lost task 0.0 (TID 0) (10.0.0.1 executor 1):"
                + " java.lang.RuntimeException: task\n\tat A.b(A.java:1)\n",
            "UTC");

    assertThat(event.error().type()).isEqualTo("java.lang.RuntimeException");
    assertThat(event.error().message()).isEqualTo("task");
    assertThat(event.message())
        .startsWith("Lost task")
        .endsWith("java.lang.RuntimeException: task");
  }

  @Test
  void parseShouldCallItAnErrorWhenNobodyCaughtIt() {
    ParsedEvent event =
        parse("Exception in thread \"main\" a.b.JobFailed: no\n\tat A.b(A.java:1)\n", "UTC");

    assertThat(event.level()).isEqualTo("ERROR");
    assertThat(event.error().type()).isEqualTo("a.b.JobFailed");
    assertThat(event.error().message()).isEqualTo("no");
  }

  @Test
  void parseShouldReadTheFieldsWhenTheLineIsJson() {
    ParsedEvent event =
        parse(
            "{\"ts\":\"2026-11-20T23:10:02.930Z\",\"level\":\"WARN\",\"msg\":\"in executor\","
                + "\"context\":{\"task_name\":\"task 0.0\"},\"exception\":{\"class\":\"a.B\","
                + "\"msg\":\"x\",\"stacktrace\":[{\"class\":\"C\",\"method\":\"d\",\"file\":"
                + "\"C.java\",\"line\":12}]},\"logger\":\"Task\"}\n",
            "UTC");

    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T23:10:02.930Z"));
    assertThat(event.message()).isEqualTo("in executor");
    assertThat(event.context()).containsEntry("task_name", "task 0.0");
    assertThat(event.error().stackTrace()).isEqualTo("a.B: x\n\tat C.d(C.java:12)");
  }

  @Test
  void parseShouldReadTimeThreadAndTraceWhenTheLineIsInOurOwnLayout() {
    ParsedEvent event =
        parse(
            "{\"ts\":\"2026-11-20T23:10:02.930Z\",\"level\":\"ERROR\",\"thread\":\"main\","
                + "\"logger\":\"a.B\",\"msg\":\"no\",\"exception\":{\"class\":\"a.C\",\"msg\":\"x\","
                + "\"stacktrace\":\"a.C: x\\n\\tat D.e(D.java:1)\\nCaused by: a.F: y\\n\"},"
                + "\"run\":\"run_1/1\"}\n",
            "UTC");

    assertThat(event.thread()).isEqualTo("main");
    assertThat(event.error().stackTrace()).endsWith("Caused by: a.F: y\n");
  }

  @Test
  void parseShouldReadTheFieldsWhenTheLineIsInTheNamesOfEcs() {
    ParsedEvent event =
        parse(
            "{\"@timestamp\":\"2026-11-20T23:10:02.930Z\",\"log.level\":\"WARN\",\"message\":\"m\","
                + "\"ecs.version\":\"1.2.0\",\"service.name\":\"gateway\",\"process.thread.name\":"
                + "\"loop-1\",\"log.logger\":\"a.B\",\"run.id\":\"run_1\",\"trace.id\":\"4b\","
                + "\"error.type\":\"a.C\",\"error.message\":\"x\",\"error.stack_trace\":\"a.C: x\"}\n",
            "UTC");

    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T23:10:02.930Z"));
    assertThat(event.level()).isEqualTo("WARN");
    assertThat(event.logger()).isEqualTo("a.B");
    assertThat(event.thread()).isEqualTo("loop-1");
    assertThat(event.message()).isEqualTo("m");
    assertThat(event.error()).isEqualTo(new ErrorPart("a.C", "x", "a.C: x"));
    assertThat(event.traceId()).isEqualTo("4b");
    assertThat(event.context())
        .containsOnly(entry("service.name", "gateway"), entry("run.id", "run_1"));
  }

  @Test
  void parseShouldKeepTheWholeLineWhenTheObjectIsOfUsersOwn() {
    for (String line :
        List.of(
            "{\"@timestamp\":1,\"rows\":[1,2]}",
            "{\"ts\":1,\"v\":5}",
            "{\"ts\":\"2026-11-20T23:10:02.930Z\",\"msg\":\"a\"} and more",
            "{\"@timestamp\":\"+300000000-01-01T00:00:00Z\",\"message\":\"m\"}")) {
      assertThat(parse(line + "\n", "UTC").message()).isEqualTo(line);
    }
  }

  @Test
  void parseShouldKeepWhatItCannotPlaceWhenEcsLineIsNested() {
    ParsedEvent event =
        parse(
            "{\"@timestamp\":\"2026-11-20T23:10:02.930Z\",\"message\":\"m\",\"error\":"
                + "{\"type\":\"E\"},\"error.message\":\"x\"}\n",
            "UTC");

    assertThat(event.context())
        .containsOnly(entry("error", "{\"type\":\"E\"}"), entry("error.message", "x"));
  }

  @Test
  void parseShouldReadMillisecondsAndThreadWhenThePatternHasThem() {
    ParsedEvent event =
        parse("26/11/20 23:06:16.042 INFO  [task 1.0 in stage 2.0] Executor: Running\n", "UTC");

    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T23:06:16.042Z"));
    assertThat(event.level()).isEqualTo("INFO");
    assertThat(event.thread()).isEqualTo("task 1.0 in stage 2.0");
    assertThat(event.logger()).isEqualTo("Executor");
    assertThat(event.message()).isEqualTo("Running");
  }

  @Test
  void parseShouldKeepTheTextWhenNothingIsUnderstood() {
    assertThat(parse("{\"ts\":broken\n", "UTC").message()).isEqualTo("{\"ts\":broken");
    assertThat(parse("26/19/20 23:06:16 INFO A: x\n", "UTC").time()).isNull();
  }

  @Test
  void parseShouldReplaceBytesWhenTheyAreNoUtf8() {
    byte[] line = {'a', (byte) 0xFF, 'b', '\n'};

    assertThat(parse(line, "UTC").message()).isEqualTo("a\uFFFDb");
  }

  private static ParsedEvent parse(String text, String zone) {
    return parse(text.getBytes(UTF_8), zone);
  }

  private static ParsedEvent parse(byte[] bytes, String zone) {
    EventJoiner joiner =
        new EventJoiner(IoStream.STDERR, JoinLimits.DEFAULT, 0, JoinState.FRESH, List.of());
    joiner.append(bytes, 0, bytes.length);
    joiner.forceBoundary();
    return new EventParser(ZoneId.of(zone)).parse(joiner.poll());
  }
}
