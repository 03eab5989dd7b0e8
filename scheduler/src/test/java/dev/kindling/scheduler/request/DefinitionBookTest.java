package dev.kindling.scheduler.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.Samples;
import org.junit.jupiter.api.Test;

class DefinitionBookTest {

  @Test
  void findShouldFollowTheTableWhenJobComesAndGoes() {
    // given
    DefinitionBook<JobDefinition> book = Samples.book("etl");

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
    DefinitionBook<JobDefinition> book = Samples.book("etl");

    // when
    book.apply("etl", Samples.consumed("kindling.jobs", 0, 1, "etl", Samples.bytes("{")));

    // then
    assertThat(book.find("etl")).isEmpty();
  }
}
