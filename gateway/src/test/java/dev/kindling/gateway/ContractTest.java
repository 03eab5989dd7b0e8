package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.http.ApiRouter;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.http.Operation;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.RunState;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static ApiFixture api;

  @BeforeAll
  static void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() throws Exception {
    api.close();
  }

  @Test
  void everyOperationShouldBeServedAndEveryHandlerPromised() {
    // given
    TreeSet<String> promised = new TreeSet<>();
    api.contract().operations().forEach(operation -> promised.add(operation.getOperationId()));

    // when
    TreeSet<String> served = new TreeSet<>(api.operations.keySet());
    served.add("getContract");
    served.add("readContract");

    // then
    assertThat(served).isEqualTo(promised);
  }

  @Test
  void everyOperationShouldAnswerOverHttpWithSomethingOfItsContract() {
    for (io.vertx.openapi.contract.Operation operation : api.contract().operations()) {
      // given names that nothing has
      String path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "nothing");
      boolean writes = operation.getRequestBody() != null;

      // when; the reply is checked against the contract
      ApiFixture.Reply reply =
          api.send(api.request(operation.getHttpMethod().name(), path, writes ? "{}" : null));

      // then
      assertThat(reply.status())
          .as(operation.getOperationId())
          .isIn(200, 201, 202, 400, 401, 403, 404);
    }
  }

  @Test
  void routerShouldRefuseToStartWhenAnOperationIsNotServed() {
    // given
    Map<String, Operation> less = new HashMap<>(api.operations);
    less.remove("startRun");
    OpenTelemetry telemetry = OpenTelemetry.noop();
    ApiRouter router =
        new ApiRouter(
            api.vertx,
            Contract.load(),
            telemetry,
            telemetry.getTracer("test"),
            api.meters,
            api.gate,
            less);

    // when, then
    assertThatThrownBy(() -> ApiFixture.await(router.router())).hasMessageContaining("startRun");
  }

  @Test
  void publishedContractShouldBeTheWholeDocument() {
    // when
    JsonNode published = api.get("/openapi.json").body();

    // then
    assertThat(published.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(published.at("/components/responses/BadRequest/content").fieldNames())
        .toIterable()
        .containsExactly("application/problem+json");
  }

  @Test
  void pageShouldTellOfEveryOperationAndNeedNothingElse() {
    // when
    ApiFixture.Reply page =
        api.send(api.request("GET", "/docs", null, "Accept", "text/html,application/xhtml+xml"));

    // then
    assertThat(page.headers()).containsEntry("content-type", "text/html; charset=utf-8");
    assertThat(page.headers().get("content-security-policy")).contains("style-src 'sha256-");
    api.contract()
        .operations()
        .forEach(one -> assertThat(page.text()).contains("id=\"" + one.getOperationId() + "\""));
    assertThat(page.text()).doesNotContain("<script").doesNotContain("src=");
  }

  @Test
  void statesOfTheContractShouldBeThoseOfTheDomain() {
    // when
    JsonNode schemas = api.get("/openapi.json").body().at("/components/schemas");

    // then
    assertThat(texts(schemas.at("/RunState/enum")))
        .isEqualTo(Arrays.stream(RunState.values()).map(Enum::name).toList());
    assertThat(texts(schemas.at("/Attempt/properties/state/enum")))
        .isEqualTo(Arrays.stream(AttemptState.values()).map(Enum::name).toList());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
