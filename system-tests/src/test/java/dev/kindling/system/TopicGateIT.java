package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.kafka.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gate before a service's start, against a real broker. */
@ExtendWith(KafkaAlone.class)
class TopicGateIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void passShouldCreateWhatIsMissingAndAcceptItAgain(KafkaAlone.Broker broker) {
    TopicSpec table = TopicSpec.table("gate-table-" + UUID.randomUUID());
    TopicSpec journal = TopicSpec.journal("gate-journal-" + UUID.randomUUID(), DEADLINE);
    TopicGate gate = new TopicGate(broker.config("gate"), DEADLINE);

    assertThat(gate.pass(List.of(table, journal)))
        .containsEntry(table.name(), 1)
        .containsEntry(journal.name(), 1);
    assertThat(gate.pass(List.of(table, journal))).hasSize(2);
  }

  @Test
  void passShouldRefuseATableThatForgetsAndSayHowToMendIt(KafkaAlone.Broker broker) {
    String name = "gate-wrong-" + UUID.randomUUID();
    broker.topic(name, "delete");
    TopicGate gate = new TopicGate(broker.config("gate"), DEADLINE);

    assertThatThrownBy(() -> gate.pass(List.of(TopicSpec.table(name))))
        .isInstanceOf(TopicGate.TopicsRefused.class)
        .hasMessageContaining(name + " has cleanup.policy=delete and must have compact")
        .hasMessageContaining("kafka-configs.sh")
        .hasMessageContaining("--add-config cleanup.policy=compact");
  }
}
