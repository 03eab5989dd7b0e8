package dev.kindling.scheduler.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.scheduler.Samples;
import org.junit.jupiter.api.Test;

class JobBookTest {

  @Test
  void findShouldFollowTheTableWhenJobComesAndGoes() {
    // given
    JobBook book = Samples.book("etl");

    // then
    assertThat(book.find("etl")).map(job -> job.routingKey()).contains("pool-1");

    // when
    book.apply("etl", Samples.consumed("kindling.jobs", 0, 1, "etl", null));

    // then
    assertThat(book.find("etl")).isEmpty();
  }

  @Test
  void findShouldBeEmptyWhenDefinitionCannotBeRead() {
    // given
    JobBook book = Samples.book("etl");

    // when
    book.apply("etl", Samples.consumed("kindling.jobs", 0, 1, "etl", Samples.bytes("{")));

    // then
    assertThat(book.find("etl")).isEmpty();
  }
}
