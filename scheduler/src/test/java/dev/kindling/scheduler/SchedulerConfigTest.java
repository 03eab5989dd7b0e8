package dev.kindling.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.config.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerConfigTest {

  @Test
  void fromShouldUseDefaultsWhenOnlyTheBrokerIsGiven() {
    // when
    SchedulerConfig config = SchedulerConfig.from(Map.of("KINDLING_KAFKA_BOOTSTRAP", "h:9092"));

    // then
    assertThat(config.common().kafkaBootstrap()).isEqualTo("h:9092");
    assertThat(config.common().instance()).startsWith("scheduler-");
    assertThat(config.common().topicPartitions()).isEqualTo(4);
  }

  @Test
  void fromShouldNameEveryProblemWhenSettingsAreWrong() {
    assertThatThrownBy(
            () ->
                SchedulerConfig.from(
                    Map.of("KINDLING_KAFKA_BOOTSTRP", "h:9092", "KINDLING_GATEWAY_PORT", "1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_KAFKA_BOOTSTRAP: is missing")
        .hasMessageContaining("did you mean KINDLING_KAFKA_BOOTSTRAP?")
        .hasMessageContaining("KINDLING_GATEWAY_PORT");
  }
}
