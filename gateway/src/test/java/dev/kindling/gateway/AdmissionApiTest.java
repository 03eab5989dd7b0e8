package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools and holds; what they do to runs is the job-runner's business. */
class AdmissionApiTest {
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void poolShouldBeCreatedChangedAndDeleted() {
    assertThat(api.put("/api/v1/pools/etl", "{\"slots\": 4}").status()).isEqualTo(201);
    Reply changed = api.put("/api/v1/pools/etl", "{\"slots\": 0}");

    assertThat(changed.headers()).containsEntry("etag", "\"2\"");
    assertThat(api.get("/api/v1/pools/etl").at("/spec/slots")).isEqualTo("0");
    assertThat(api.get("/api/v1/pools").at("/items/0/name")).isEqualTo("etl");
    assertThat(api.delete("/api/v1/pools/etl").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/pools/etl").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"slots\": -1}", "{\"slots\": \"4\"}", "{\"slots\": 100001}"})
  void poolWithoutAUsableNumberOfSlotsShouldBeRefused(String spec) {
    assertThat(api.put("/api/v1/pools/etl", spec).at("/errors/0/field")).isEqualTo("slots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "job.word-count", "pool.etl"})
  void holdShouldBePutAndTakenAway(String name) {
    Reply put = api.put("/api/v1/holds/" + name, "{\"reason\": \"new kernel\"}");

    assertThat(put.status()).isEqualTo(201);
    assertThat(put.at("/spec/reason")).isEqualTo("new kernel");
    assertThat(api.delete("/api/v1/holds/" + name).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "job.", "queue.a"})
  void holdOfNothingThatThereIsShouldBeRefused(String name) {
    assertThat(api.put("/api/v1/holds/" + name, "{}").at("/errors/0/message"))
        .isNotEmpty()
        .matches(".*(all, job.NAME or pool.NAME|lower-case letters).*");
  }
}
