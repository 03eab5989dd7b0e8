package dev.kindling.gateway.log.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.log.LogLine;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.parse.EventParser;
import dev.kindling.model.run.Attempt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveFileTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Attempt ATTEMPT =
      Attempt.begun(2, "hash", null, BEGIN).submitted("driver-1", BEGIN).running("app-1", null);

  private final EventParser parser = new EventParser(ZoneOffset.UTC);
  private final LiveFile driver =
      new LiveFile(ATTEMPT, Optional.empty(), "worker-1", IoStream.STDERR);
  private final LiveFile executor =
      new LiveFile(ATTEMPT, Optional.of("3"), "worker-1", IoStream.STDOUT);

  @Test
  void pageShouldBeAskedForAsTheWorkerNamesIt() {
    assertThat(driver.page(100)).isEqualTo("/log/?driverId=driver-1&logType=stderr&byteLength=100");
    assertThat(executor.page(100))
        .isEqualTo("/log/?appId=app-1&executorId=3&logType=stdout&byteLength=100");
  }

  @Test
  void linesShouldBeWhatTheLogShipperWouldMakeOfThem() {
    // given
    String text =
        """
        26/11/21 10:00:01 INFO SparkContext: Running
        26/11/21 10:00:02 ERROR Boom: failed
        java.lang.IllegalStateException: x
        \tat A.main(A.java:1)
        """;

    // when
    List<LiveLine> lines = lines(driver, 0, text);

    // then
    assertThat(lines).extracting(LiveLine::at).containsExactly(at(1), at(2));
    LogLine boom = lines.get(1).line();
    assertThat(boom.message()).isEqualTo("failed");
    assertThat(boom.error().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(boom.offset()).isEqualTo(text.indexOf("26/11/21 10:00:02"));
    assertThat(boom.file()).isEqualTo("/work/driver-1/stderr");
    assertThat(boom.attempt()).isEqualTo(2);
  }

  @Test
  void fileThatIsShownFromItsMiddleShouldBeginWithItsSecondLine() {
    // when
    List<LiveLine> lines = lines(executor, 7_000, "lf a line\nsecond\nthird\nand the four");

    // then
    assertThat(lines).extracting(one -> one.line().message()).containsExactly("second", "third");
    assertThat(lines).extracting(one -> one.line().offset()).containsExactly(7_010L, 7_017L);
    // Without a stamp they are of when the attempt began.
    assertThat(lines).extracting(LiveLine::at).containsOnly(BEGIN);
  }

  @Test
  void offsetShouldBeLeftOutWhenTheBytesWereNoText() {
    // given: one byte that is no UTF-8 comes as the three of the replacement character.
    String page = "==== Bytes 0-4 of 4 of /work/driver-1/stderr ====\nab\uFFFD\n";

    // then
    assertThat(driver.lines(page, parser).orElseThrow())
        .singleElement()
        .satisfies(one -> assertThat(one.line().offset()).isNull());
  }

  @Test
  void linesThatCannotBeCountedShouldHavePlacesThatStayAsTheFileGrows() {
    // given
    String first = "==== Bytes 0-6 of 6 of /work/driver-1/stderr ====\nab\uFFFD\nc\n";
    String then = "==== Bytes 0-8 of 8 of /work/driver-1/stderr ====\nab\uFFFD\nc\nd\n";

    // when
    List<LiveLine> before = driver.lines(first, parser).orElseThrow();
    List<LiveLine> after = driver.lines(then, parser).orElseThrow();

    // then
    assertThat(before.get(0).place()).isLessThan(before.get(1).place());
    assertThat(after.subList(0, 2)).isEqualTo(before);
  }

  @Test
  void stampOfNoTimeOfOursShouldCountAsNone() {
    String line = "{\"ts\":\"9999-12-31T00:00:00Z\",\"level\":\"INFO\",\"msg\":\"x\"}\n";
    assertThat(lines(driver, 0, line).get(0).at()).isEqualTo(BEGIN);
  }

  @Test
  void secretsOfTheCommandLineShouldNotBeShown() {
    // when
    List<LiveLine> lines =
        lines(driver, 0, "Launch Command: \"java\" \"-Dspark.x.password=s3cret\" \"Main\"\n");

    // then
    assertThat(lines.get(0).line().message()).doesNotContain("s3cret");
  }

  @Test
  void pageThatIsNoneShouldBeNone() {
    assertThat(driver.lines("<html></html>", parser)).isEmpty();
    assertThat(lines(driver, 0, "")).isEmpty();
  }

  private List<LiveLine> lines(LiveFile file, long from, String text) {
    long to = from + text.length();
    String page =
        "==== Bytes " + from + "-" + to + " of " + to + " of /work/driver-1/stderr ====\n" + text;
    return file.lines(page, parser).orElseThrow();
  }

  private static Instant at(int second) {
    return BEGIN.plusSeconds(second);
  }
}
