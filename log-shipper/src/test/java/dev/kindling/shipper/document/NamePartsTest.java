package dev.kindling.shipper.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamePartsTest {
  @Test
  void ofShouldSplitNamesAtDotsAndUnderscoresWhenLettersAreInThem() {
    assertThat(NameParts.of("Lost task: org.apache.spark.SparkException: no (Etl8.scala:12)"))
        .isEqualTo("org apache spark SparkException Etl8 scala");
    assertThat(NameParts.of("Added broadcast_63_piece0 in memory")).isEqualTo("broadcast piece0");
    assertThat(NameParts.of("a.b")).isEqualTo("a b");
  }

  @Test
  void ofShouldBeEmptyWhenTokenizerSplitsByItself() {
    assertThat(NameParts.of("Code generated in 12.5 ms on 10.0.2.9:57177")).isEmpty();
    assertThat(NameParts.of("task 1.0 in stage 2.0 (TID 3).")).isEmpty();
    assertThat(NameParts.of("an end. And so on... _x")).isEmpty();
    assertThat(NameParts.of("")).isEmpty();
  }

  @Test
  void ofShouldTakeEachPartOnceAndNotTooMany() {
    assertThat(NameParts.of("a.b a.b b.c")).isEqualTo("a b c");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append("x").append(i).append(".y ");
    }
    assertThat(NameParts.of(many.toString()).split(" ")).hasSize(32);
  }
}
