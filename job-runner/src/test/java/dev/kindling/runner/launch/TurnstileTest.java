package dev.kindling.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final Turnstile turnstile = new Turnstile(2);
  private final List<String> begun = new ArrayList<>();

  private Promise<Void> enter(String name) {
    Promise<Void> exchange = Promise.promise();
    turnstile.pass(
        () -> {
          begun.add(name);
          return exchange.future();
        });
    return exchange;
  }

  @Test
  void passShouldLetInAsManyAsMayBeAndTheNextWhenOneLeaves() {
    // given
    Promise<Void> first = enter("first");
    Promise<Void> second = enter("second");
    enter("third");
    enter("fourth");
    assertThat(begun).containsExactly("first", "second");

    // when
    second.complete();

    // then
    assertThat(begun).containsExactly("first", "second", "third");

    // when
    first.fail("no answer");

    // then
    assertThat(begun).containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void passShouldGoOnWhenAnExchangeCannotBegin() {
    for (int i = 0; i < 3; i++) {
      turnstile.pass(
          () -> {
            throw new IllegalStateException("cannot begin");
          });
    }

    enter("next");

    assertThat(begun).containsExactly("next");
  }

  @Test
  void passShouldNotGrowTheStackWhenThousandsAreOverAtOnce() {
    // given
    Promise<Void> first = enter("first");
    Promise<Void> second = enter("second");
    for (int i = 0; i < 100_000; i++) {
      turnstile.pass(Future::succeededFuture);
    }
    enter("last");

    // when
    first.complete();
    second.complete();

    // then
    assertThat(begun).containsExactly("first", "second", "last");
  }
}
