package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.run.Runs;
import dev.kindling.model.run.RunState;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The handlers check requests by hand. Here each request goes to two servers, ours and one that
 * lets vertx-openapi check by the contract, so that the two cannot drift apart.
 */
class ContractAgreementTest {
  private static final String SPARK =
      "\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:///a.jar\"}";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static ApiFixture api;
  private static HttpServer byContract;

  @BeforeAll
  static void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
    RouterBuilder builder =
        RouterBuilder.create(api.vertx, api.contract(), RequestExtractor.withBodyHandler())
            .rootHandler(BodyHandler.create(false));
    for (OpenAPIRoute route : builder.getRoutes()) {
      route
          .addHandler(context -> context.response().setStatusCode(200).end())
          .addFailureHandler(context -> context.response().setStatusCode(400).end());
    }
    byContract =
        ApiFixture.await(
            api.vertx
                .createHttpServer()
                .requestHandler(builder.createRouter())
                .listen(0, "127.0.0.1"));
  }

  @AfterAll
  static void close() throws Exception {
    api.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "GET|/api/v1/jobs|-|true",
        "GET|/api/v1/jobs/wc|-|true",
        "GET|/api/v1/runs|-|true",
        "GET|/api/v1/runs?limit=1|-|true",
        "GET|/api/v1/runs?limit=500|-|true",
        "GET|/api/v1/runs?limit=0|-|false",
        "GET|/api/v1/runs?limit=501|-|false",
        "GET|/api/v1/runs?limit=x|-|false",
        "GET|/api/v1/runs?limit=1.5|-|false",
        "GET|/api/v1/runs?state=RUNNING|-|true",
        "GET|/api/v1/runs?state=RUNNING,LOST|-|true",
        "GET|/api/v1/runs?state=running|-|false",
        "GET|/api/v1/runs?state=RUNNING,x|-|false",
        "GET|/api/v1/runs?job=wc|-|true",
        "GET|/api/v1/runs/r1|-|true",
        "GET|/api/v1/runs/r1/logs|-|true",
        "GET|/api/v1/runs/r1/logs?level=warn|-|true",
        "GET|/api/v1/runs/r1/logs?level=WARN|-|false",
        "GET|/api/v1/runs/r1/logs?source=driver&limit=1000|-|true",
        "GET|/api/v1/runs/r1/logs?source=worker|-|false",
        "GET|/api/v1/runs/r1/logs?limit=1001|-|false",
        "GET|/api/v1/runs/r1/logs?q=stage%20failed|-|true",
        "PUT|/api/v1/jobs/Wc|{SPARK}|false",
        "PUT|/api/v1/jobs/a|{}|false",
        "PUT|/api/v1/jobs/a|[]|false",
        "PUT|/api/v1/jobs/a|{SPARK}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'owner': null, 'limits': null}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'onwer': 'x'}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'retry': {'maxAttempts': '3'}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'retry': {'maxAttempts': 100}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'retry': {'maxAttempts': 101}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'labels': {'a': null}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'parameters': true}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'launch': {'via': 'rest'}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'launch': {'via': 'launcher', 'master': 'local[2]'}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'launch': {'via': 'ssh'}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'limits': {'maxConcurrentRuns': 1, 'onConflict': 'replace', 'priority': -1000}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'limits': {'onConflict': 'drop'}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'limits': {'priority': 1001}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'retry': {'on': ['LOST'], 'memory': {'percent': 100, 'max': '8g'}}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'retry': {'on': ['BAD_LUCK']}}|false",
        "PUT|/api/v1/jobs/a|{SPARK, 'history': {'succeeded': 0, 'failed': 10000, 'age': 'P7D'}}|true",
        "PUT|/api/v1/jobs/a|{SPARK, 'history': {'succeeded': -1}}|false",
        "PUT|/api/v1/jobs/a|{'spark': {'appResource': 'file:///a.py'}}|true",
        "PUT|/api/v1/pools/a|{'slots': 4}|true",
        "PUT|/api/v1/pools/a|{}|false",
        "PUT|/api/v1/holds/all|{}|true",
        "PUT|/api/v1/holds/job.wc|{'reason': 1}|false",
        "POST|/api/v1/reruns?limit=501|-|false",
        "POST|/api/v1/reruns?state=FAILED,LOST&dryRun=true|-|true",
        "POST|/api/v1/reruns?state=RUNNING|-|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '0 * * * *'}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc'}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': ['0 * * * *', '@every 15m', 'H H * * *']}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': []}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': [1]}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'clockChanges': {'gap': 'skip', 'overlap': 'second'}}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'clockChanges': {'gap': 'first'}}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'start': '2026-01-01T00:00:00Z', 'end': null, 'jitter': 'PT5M'}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'start': 5}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'missed': {'policy': 'all', 'window': 'P1D', 'maximum': 1000}, 'startingDeadline': 'PT1H', 'whenRunning': 'skip', 'stopAfter': {'fires': 10, 'failures': 20}, 'note': 'x'}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'missed': {'maximum': 1001}}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'stopAfter': {'failures': 21}}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'whenRunning': 'wait'}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'exclude': {'calendars': ['de'], 'dates': [{'from': '2026-12-24'}], 'weekly': [{'days': 'sat', 'from': '22:00', 'to': '06:00', 'why': 'x'}]}}|true",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'exclude': {'dates': [{'to': '2026-12-24'}]}}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '@daily', 'exclude': {'weekly': [{'day': 'sat'}]}}|false",
        "GET|/api/v1/backfills|-|true",
        "PUT|/api/v1/calendars/de|{'description': 'x', 'dates': [{'from': '2026-12-24', 'to': '2026-12-26', 'why': 'y'}], 'weekly': []}|true",
        "PUT|/api/v1/calendars/de|{'dates': [{}]}|false",
        "POST|/api/v1/schedule-previews?count=3&after=2026-01-01T00:00:00Z&name=a|{'job': 'wc', 'cron': '@daily'}|true",
        "POST|/api/v1/schedule-previews?count=501|{'job': 'wc', 'cron': '@daily'}|false",
        "POST|/api/v1/schedule-previews|{'job': 'wc'}|false",
        "PUT|/api/v1/schedules/a|{'job': 'WC', 'cron': '0 * * * *'}|false",
        "PUT|/api/v1/schedules/a|{'job': 'wc', 'cron': '0 * * * *', 'paused': 1}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'filter': 'data.x > 1', 'parameters': {'a': 'data.x', 'b': '[1]'}}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc'}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'parameters': {'a': {'from': 'data/x'}}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topicPattern': 'orders-.*', 'note': 'x'}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': ['a', 'b']}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': [1]}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'dedup': {'window': 'PT1H'}, 'batch': {'count': 5, 'bytes': 1000, 'time': 'PT1M', 'key': 'data.x'}, 'throttle': {'runs': 1, 'per': 'PT1M', 'excess': 'last'}, 'stormBreaker': {'runs': 60}}}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'debounce': {'quiet': 'PT5S', 'atMost': 'PT1M'}}}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'join': {'key': 'data.x', 'within': 'P1D', 'events': {'a': 'true', 'b': 'false'}}}}|true",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'join': {'key': 'data.x', 'within': 'P1D', 'events': {'a': 'true'}}}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'dedup': {}}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'throttle': {'runs': 1001}}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'batch': {'count': 10001}}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'topic': 't', 'shape': {'stormBreaker': {}}}|false",
        "PUT|/api/v1/kafka-clusters/shop|{'bootstrap': 'a:9092, b:9092'}|true",
        "PUT|/api/v1/kafka-clusters/shop|{}|false",
        "PUT|/api/v1/kafka-clusters/shop|{'bootstrap': 'a:9092', 'tls': {'trust': '${secret:ca}', 'certificate': '${secret:c}', 'key': '${secret:k}', 'keyPassword': '${secret:p}', 'verifyHostname': false}, 'sasl': {'mechanism': 'PLAIN', 'username': 'u', 'password': '${secret:p}'}}|true",
        "PUT|/api/v1/kafka-clusters/shop|{'bootstrap': 'a:9092', 'sasl': {'mechanism': 'GSSAPI', 'username': 'u', 'password': '${secret:p}'}}|false",
        "PUT|/api/v1/kafka-clusters/shop|{'bootstrap': 'a:9092', 'sasl': {'mechanism': 'SCRAM-SHA-256', 'username': 'u'}}|false",
        "PUT|/api/v1/triggers/a|{'job': 'wc', 'cluster': 'shop', 'topic': 't'}|true",
        "POST|/api/v1/jobs/wc/runs|{'parameters': {'input': 'a'}}|true",
        "POST|/api/v1/jobs/wc/runs|{'parameters': 1}|false",
        "POST|/api/v1/jobs/wc/runs|{'parameter': {}}|false",
        "POST|/api/v1/runs/r1/cancel|{'reason': 'x'}|true",
        "POST|/api/v1/runs/r1/cancel|{'reason': 1}|false",
        "POST|/api/v1/runs/r1/cancel|-|true",
      })
  void handlersShouldAgreeWithTheContract(String method, String path, String body, boolean valid)
      throws Exception {
    // given
    String json = body == null ? null : body.replace('\'', '"').replace("SPARK", SPARK);

    // when
    HttpRequest request = api.request(method, path, json);
    int ours = api.send(request).status();
    int theirs = byContract(request);

    // then
    assertThat(theirs == 200).as("by the contract").isEqualTo(valid);
    assertThat(ours < 300).as("by the handler, which answered %d", ours).isEqualTo(valid);
  }

  private static int byContract(HttpRequest request) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + byContract.actualPort()
                + request.uri().getRawPath()
                + (request.uri().getRawQuery() == null ? "" : "?" + request.uri().getRawQuery()));
    HttpRequest copy = HttpRequest.newBuilder(request, (name, value) -> true).uri(uri).build();
    return CLIENT.send(copy, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
