package dev.kindling.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTreeTest {
  private final PathTree<String> tree = new PathTree<>();

  @BeforeEach
  void fill() {
    tree.add(HttpMethod.GET, "/api/v1/runs", "list");
    tree.add(HttpMethod.GET, "/api/v1/runs/stream", "stream");
    tree.add(HttpMethod.GET, "/api/v1/runs/{id}", "one");
    tree.add(HttpMethod.POST, "/api/v1/runs/{id}", "change");
    tree.add(HttpMethod.GET, "/api/v1/runs/{id}/events", "events");
    tree.add(HttpMethod.GET, "/api/v1/runs/stream/deep", "deep");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/runs, list",
    "GET, /api/v1/runs/stream, stream",
    "GET, /api/v1/runs/streams, one",
    "GET, /api/v1/runs/a.b:c, one",
    "POST, /api/v1/runs/stream, change",
    "GET, /api/v1/runs/stream/events, events",
    "GET, /api/v1/runs/stream/deep, deep"
  })
  void findShouldPreferATextAndElseTakeAParameter(String method, String path, String what) {
    assertThat(tree.find(HttpMethod.valueOf(method), path)).contains(what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "/api",
        "/api/v1/runs/",
        "/api/v1//runs",
        "/api/v1/runs/a%2Fb",
        "/api/v1/runs/..",
        "/api/v1/./runs",
        "/api/v1/runs/a/events/b"
      })
  void findShouldLeaveWhatIsUnusualToOthers(String path) {
    assertThat(tree.find(HttpMethod.GET, path)).isEmpty();
  }

  @Test
  void findShouldBeEmptyWhenTheMethodIsAnotherOrThereIsNoPath() {
    assertThat(tree.find(HttpMethod.PUT, "/api/v1/runs")).isEmpty();
    assertThat(tree.find(HttpMethod.GET, null)).isEmpty();
  }
}
