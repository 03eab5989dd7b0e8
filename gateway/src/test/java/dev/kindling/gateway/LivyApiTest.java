package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The requests of Apache Airflow's LivyHook and LivyOperator, and what they read of the answers.
 */
class LivyApiTest {
  /** As LivyHook.build_post_batch_body makes it. */
  private static final String BATCH =
      """
      {"file": "hdfs:///jobs/etl.jar", "className": "com.example.Etl", "name": "Nightly ETL",
       "args": ["--day", "2026-11-26"], "jars": ["hdfs:///a.jar", "hdfs:///b.jar"],
       "driverMemory": "1g", "driverCores": 2, "executorMemory": "2g", "executorCores": 2,
       "numExecutors": 3, "conf": {"spark.sql.shuffle.partitions": 64, "spark.master": "yarn"}}
      """;

  private static final String[] HEADERS = {"X-Requested-By", "airflow"};

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
  void batchShouldBecomeARunWithWhatSparkSubmitWouldGet() {
    // when
    Reply reply = api.post("/livy/batches", BATCH, HEADERS);

    // then
    assertThat(reply.status()).isEqualTo(201);
    int id = reply.body().path("id").asInt();
    assertThat(id).isNotNegative();
    assertThat(reply.at("/state")).isEqualTo("starting");
    assertThat(reply.at("/name")).isEqualTo("Nightly ETL");
    assertThat(reply.headers()).containsEntry("location", "/livy/batches/" + id);
    RunRequest.Requested asked = (RunRequest.Requested) api.sent.remove().request();
    assertThat(asked.job().name()).isEqualTo("livy.nightly-etl");
    SparkSpec spark = asked.job().spec().spark();
    assertThat(spark.mainClass()).isEqualTo("com.example.Etl");
    assertThat(spark.args()).containsExactly("--day", "2026-11-26");
    assertThat(spark.properties())
        .isEqualTo(
            Map.of(
                "spark.sql.shuffle.partitions", "64",
                "spark.driver.memory", "1g",
                "spark.driver.cores", "2",
                "spark.executor.memory", "2g",
                "spark.executor.cores", "2",
                "spark.cores.max", "6",
                "spark.jars", "hdfs:///a.jar,hdfs:///b.jar",
                "spark.app.name", "Nightly ETL"));
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED,starting",
    "SUBMITTED,starting",
    "RUNNING,running",
    "CANCELLING,shutting_down",
    "SUCCEEDED,success",
    "FAILED,dead",
    "LOST,dead",
    "CANCELLED,killed"
  })
  void statesShouldBeInLivysWords(RunState state, String word) {
    // given
    int id = api.post("/livy/batches", BATCH).body().path("id").asInt();
    RunRequest.Requested asked = (RunRequest.Requested) api.sent.remove().request();

    // when
    api.runs.apply(asked.runId(), Runs.run(asked.runId(), asked.job(), 2, state));

    // then
    Reply reply = api.get("/livy/batches/" + id + "/state", HEADERS);
    assertThat(reply.at("/state")).isEqualTo(word);
    assertThat(reply.body().path("id").asInt()).isEqualTo(id);
    assertThat(api.get("/livy/batches/" + id).at("/state")).isEqualTo(word);
  }

  @Test
  void listShouldHaveFromAndTotalAndSessions() {
    // given
    api.runs.apply("r1", Runs.run("r1", "livy.mine", 1, RunState.RUNNING));
    List<Integer> ids =
        List.of(
            api.post("/livy/batches", BATCH).body().path("id").asInt(),
            api.post("/livy/batches", BATCH).body().path("id").asInt());

    // when
    JsonNode page = api.get("/livy/batches?from=1&size=5").body();

    // then
    assertThat(page.path("total").asInt()).isEqualTo(2);
    assertThat(page.path("from").asInt()).isEqualTo(1);
    assertThat(page.path("sessions")).hasSize(1);
    assertThat(ids).contains(page.at("/sessions/0/id").asInt());
  }

  @Test
  void deleteShouldCancelTheRun() {
    // given
    int id = api.post("/livy/batches", BATCH).body().path("id").asInt();
    RunRequest asked = api.sent.remove().request();

    // when
    Reply reply = api.delete("/livy/batches/" + id, HEADERS);

    // then
    assertThat(reply.body().toString()).isEqualTo("{\"msg\":\"deleted\"}");
    assertThat(api.sent.remove().request())
        .isInstanceOfSatisfying(
            RunRequest.Cancel.class, c -> assertThat(c.runId()).isEqualTo(asked.runId()));
  }

  @Test
  void unknownBatchShouldAnswer404() {
    assertThat(api.get("/livy/batches/17").status()).isEqualTo(404);
    assertThat(api.get("/livy/batches/17").at("/detail")).isEqualTo("Session '17' not found.");
    assertThat(api.get("/livy/batches/x/log").status()).isEqualTo(404);
    assertThat(api.delete("/livy/batches/17").status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeServedShouldBeToldByItsField() {
    // when
    Reply reply =
        api.post(
            "/livy/batches",
            "{\"proxyUser\": \"ada\", \"clasName\": \"a.B\", \"executorMemory\": \"2 g\"}");
    Reply memory =
        api.post(
            "/livy/batches",
            "{\"file\": \"hdfs:///a.jar\", \"className\": \"a.B\", \"executorMemory\": \"2 g\"}");

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("file", "proxyUser", "clasName");
    assertThat(memory.at("/errors/0/message")).contains("memory size");
  }
}
