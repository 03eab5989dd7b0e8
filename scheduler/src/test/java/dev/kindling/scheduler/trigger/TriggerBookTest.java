package dev.kindling.scheduler.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.scheduler.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriggerBookTest {
  private final List<TopicWish> heard = new ArrayList<>();
  private final TriggerBook book = new TriggerBook((cluster, wish) -> heard.add(wish));

  private void put(String name, String topic) {
    book.apply(
        name,
        Triggers.stored(Triggers.trigger(name, "{\"job\":\"etl\",\"topic\":\"" + topic + "\"}")));
  }

  @Test
  void applyShouldTellTheTopicsWhenTheyChange() {
    // when
    put("a", "orders");
    put("b", "orders");
    put("b", "returns");
    put("a", "returns");
    book.apply("a", Samples.consumed("kindling.triggers", 0, 9, "a", null));

    // then
    assertThat(heard)
        .extracting(TopicWish::names)
        .containsExactly(Set.of("orders"), Set.of("orders", "returns"), Set.of("returns"));
    assertThat(book.of(TriggerBook.HOME, "orders")).isEmpty();
    assertThat(book.of(TriggerBook.HOME, "returns")).extracting(Trigger::name).containsExactly("b");
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void sinceShouldBeTheOldestTriggerWhenSeveralListen() {
    // given
    TriggerDefinition old = Triggers.trigger("a", "{\"job\":\"etl\",\"topic\":\"orders\"}");
    TriggerDefinition young =
        new TriggerDefinition("b", 1, old.spec(), Samples.BEGIN.plusSeconds(9), null);

    // when
    book.apply("b", Triggers.stored(young));
    book.apply("a", Triggers.stored(old));

    // then
    assertThat(book.since(TriggerBook.HOME, "orders")).contains(Samples.BEGIN);
    assertThat(book.since(TriggerBook.HOME, "returns")).isEmpty();
  }

  @Test
  void applyShouldDropTheTriggerWhenDefinitionCannotBeUsed() {
    // given
    put("a", "orders");

    // when
    book.apply("a", Samples.consumed("kindling.triggers", 0, 1, "a", Samples.bytes("{")));
    put("b", "kindling.dead-letters");

    // then
    assertThat(book.size()).isZero();
    assertThat(heard).extracting(TopicWish::names).containsExactly(Set.of("orders"), Set.of());
  }

  @Test
  void ofShouldFindTriggersByNamesAndPatternsWhenTheyListenToSeveralTopics() {
    // given
    stored("some", "\"topic\": [\"orders\", \"returns\"]");
    stored("all", "\"topicPattern\": \"(orders|kindling|__consumer).*\"");

    // then
    assertThat(book.of(TriggerBook.HOME, "orders"))
        .extracting(Trigger::name)
        .containsExactlyInAnyOrder("some", "all");
    assertThat(book.of(TriggerBook.HOME, "returns"))
        .extracting(Trigger::name)
        .containsExactly("some");
    assertThat(book.of(TriggerBook.HOME, "orders.eu"))
        .extracting(Trigger::name)
        .containsExactly("all");
    assertThat(book.of(TriggerBook.HOME, "kindling.run-events")).isEmpty();
    assertThat(book.of(TriggerBook.HOME, "kindling.dead-letters")).isEmpty();
    assertThat(book.of(TriggerBook.HOME, "__consumer_offsets")).isEmpty();
    assertThat(book.of("shop", "orders")).isEmpty();

    // when
    book.apply("all", Samples.consumed("kindling.triggers", 0, 9, "all", null));

    // then
    assertThat(book.of(TriggerBook.HOME, "orders.eu")).isEmpty();
    assertThat(heard.get(heard.size() - 1).patterns()).isEmpty();
  }

  @Test
  void amongShouldNameWhatExistsWhenTopicsAreNamedAndMatched() {
    // given
    TopicWish wish = new TopicWish(Set.of("orders", "none"), Set.of("events-.*"));

    // when
    Set<String> existing = Set.of("orders", "events-1", "events-2", "more-events-3", "other");

    // then
    assertThat(wish.among(existing, true))
        .containsExactlyInAnyOrder("orders", "events-1", "events-2");
    assertThat(wish.missing(existing)).containsExactly("none");
  }

  private void stored(String name, String source) {
    book.apply(name, Triggers.stored(Triggers.trigger(name, "{\"job\": \"etl\", " + source + "}")));
  }
}
