package dev.kindling.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health health = new Health();

  @Test
  void checksShouldBeAskedEachTime() {
    boolean[] up = {false};
    health.ready("kafka", () -> up[0] ? CheckResult.up("ok") : CheckResult.down("away"));

    assertThat(health.readiness()).containsEntry("kafka", CheckResult.down("away"));
    up[0] = true;
    assertThat(health.readiness()).containsEntry("kafka", CheckResult.up("ok"));
  }

  @Test
  void livenessAndReadinessShouldBeApart() {
    health.live("process", () -> CheckResult.up("runs"));
    health.ready("kafka", () -> CheckResult.down("away"));

    assertThat(health.liveness()).containsOnlyKeys("process");
    assertThat(health.readiness()).containsOnlyKeys("kafka");
  }

  @Test
  void checkThatThrowsShouldBeDownAndNotHideTheOthers() {
    health.ready(
        "broken",
        () -> {
          throw new IllegalStateException("a bug");
        });
    health.ready("well", () -> CheckResult.up("ok"));

    assertThat(health.readiness().get("broken").ok()).isFalse();
    assertThat(health.readiness().get("broken").detail()).contains("a bug");
    assertThat(health.readiness().get("well").ok()).isTrue();
  }
}
