package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftTest {
  @Test
  void isVoidShouldHoldWhenTheMachineGotFasterOrSlowerByMoreThanTheTolerance() {
    assertThat(new Drift(100, 116).isVoid()).isTrue();
    assertThat(new Drift(116, 100).isVoid()).isTrue();
    assertThat(new Drift(100, 114).isVoid()).isFalse();
    assertThat(new Drift(114, 100).isVoid()).isFalse();
    assertThat(new Drift(100, 100).isVoid()).isFalse();
  }
}
