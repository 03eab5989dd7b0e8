package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of another Kafka cluster, behind TLS and a password. */
@ExtendWith(WholeSystem.class)
class OtherClusterIT {
  private static final String CLUSTER = "/api/v1/kafka-clusters/shop";

  private static JsonNode check(WholeSystem.Running system) {
    return system.api().post(CLUSTER + "/check", null, null).expect(200).body();
  }

  private static int runs(WholeSystem.Running system) {
    return system.api().get("/api/v1/runs?job=elsewhere&limit=100").body().path("items").size();
  }

  @Test
  void eventsShouldBecomeOneRunEachWhenTheyComeFromAnotherClusterAndTheSchedulerDies(
      WholeSystem.Running system) throws IOException, ExecutionException, InterruptedException {
    try (GuardedKafka shop = new GuardedKafka(system.folder("shop"))) {
      // given
      Topics.create(shop.bootstrap(), "orders");
      ProbeRuns probes = new ProbeRuns(system);
      probes.register("elsewhere", 1);
      Map<String, Object> cluster =
          Map.of(
              "bootstrap",
              shop.guarded(),
              "tls",
              Map.of("trust", "${secret:shop-ca}"),
              "sasl",
              Map.of(
                  "mechanism",
                  "SCRAM-SHA-512",
                  "username",
                  GuardedKafka.USER,
                  "password",
                  "${secret:shop-password}"));
      system.api().put(CLUSTER, cluster).expect(201);
      Map<String, Object> trigger =
          Map.of(
              "job",
              "elsewhere",
              "cluster",
              "shop",
              "topic",
              "orders",
              "parameters",
              Map.of("dir", "'" + probes.folder() + "'", "lines", "data.n"));

      // when: it is defined before its secrets are there, and then with a wrong one
      system.api().put("/api/v1/triggers/elsewhere", trigger).expect(201);
      Api.Answer without = system.api().post(CLUSTER + "/check", null, null);
      system.secret("shop-ca", shop.certificate());
      system.secret("shop-password", "wrong");
      JsonNode refused = check(system);
      system.secret("shop-password", GuardedKafka.PASSWORD);
      JsonNode reached = check(system);

      // then
      assertThat(without.status()).isEqualTo(409);
      assertThat(without.body().path("detail").asText())
          .startsWith("The secret shop-ca is not here: put it into the file ");
      assertThat(refused.path("reason").asText())
          .startsWith("It refuses us: Authentication failed");
      assertThat(reached.path("nodes").asInt()).as(reached.toString()).isEqualTo(1);

      // when
      Topics.send(shop.bootstrap(), "orders", "{\"n\": 1}", "{\"n\": 2}");
      Deadline.await("two runs", ProbeRuns.END, () -> runs(system) == 2);
      ServiceProcess scheduler = system.stack().services().process(ServiceKind.SCHEDULER);
      scheduler.kill();
      Topics.send(shop.bootstrap(), "orders", "{\"n\": 3}", "no json");
      scheduler.start();

      // then
      Deadline.await("three runs", ProbeRuns.END, () -> runs(system) == 3);
      Deadline.await(
          "a dead letter that says where it is from",
          ProbeRuns.SOON,
          () ->
              system
                  .api()
                  .get("/api/v1/dead-letters?topic=orders")
                  .body()
                  .at("/items/0/cluster")
                  .asText()
                  .equals("shop"));
      JsonNode tried =
          system
              .api()
              .post("/api/v1/triggers/elsewhere/test", Map.of("last", 10), null)
              .expect(200)
              .body()
              .path("items");
      assertThat(tried).hasSize(4);
      assertThat(system.api().delete(CLUSTER).status()).isEqualTo(409);
      system.api().delete("/api/v1/triggers/elsewhere").expect(204);
      system.api().delete(CLUSTER).expect(204);
    }
  }
}
