package dev.kindling.bench.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.bench.kafka.BareKafka;
import dev.kindling.gateway.http.JsonBody;
import dev.kindling.gateway.run.RunBodies;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A Vert.x server of one event loop. It says hello to whatever it is asked. Under {@link #JSON} it
 * writes out an object, each time anew, as long as a job of the gateway; under {@link #CHECKED} it
 * first reads and checks the body as the gateway does where a run is asked for; under {@link
 * #KAFKA} it first writes the body to Kafka, with the client as it comes.
 */
public final class BareServerMain {
  static final String JSON = "/json";
  static final String HELLO = "/hello";
  static final String CHECKED = "/checked";
  static final String KAFKA = "/kafka";
  private static final String TOPIC = "bench-bare";
  private static final Buffer GREETING = Buffer.buffer("hello");
  private static final JsonNode OBJECT = object();
  private static final JobDefinition JOB = Json.mapper().convertValue(OBJECT, JobDefinition.class);
  private static final ParameterSchemas SCHEMAS = new ParameterSchemas();

  private BareServerMain() {}

  /**
   * @param arguments the port, and where Kafka is
   */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    BareKafka.create(arguments[1], TOPIC);
    Producer<String, byte[]> producer = BareKafka.producer(arguments[1]);
    producer.partitionsFor(TOPIC); // what a first send would wait for
    vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              if (request.path().equals(KAFKA)) {
                write(request, producer, vertx.getOrCreateContext());
              } else {
                answer(request);
              }
            })
        .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  private static void write(
      HttpServerRequest request, Producer<String, byte[]> producer, Context context) {
    request
        .body()
        .onSuccess(
            body ->
                producer.send(
                    new ProducerRecord<>(TOPIC, body.getBytes()),
                    (written, failure) ->
                        context.runOnContext(
                            back ->
                                request
                                    .response()
                                    .setStatusCode(failure == null ? 200 : 500)
                                    .end(GREETING))));
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals(JSON)) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.bytes(OBJECT)));
    } else if (request.path().equals(CHECKED)) {
      request
          .body()
          .map(BareServerMain::fits)
          .onSuccess(fits -> request.response().setStatusCode(fits ? 200 : 422).end(GREETING))
          .onFailure(failure -> request.response().setStatusCode(422).end());
    } else {
      request.response().end(GREETING);
    }
  }

  private static boolean fits(Buffer body) {
    ObjectNode parameters = RunBodies.parameters(JsonBody.required(body.getBytes()));
    return SCHEMAS.check(JOB, parameters) instanceof CheckedParameters.Fit;
  }

  private static JsonNode object() {
    ObjectNode object = Json.mapper().createObjectNode();
    object.put("name", "bench").put("revision", 1);
    object.set("spec", Json.mapper().valueToTree(BenchJob.SPEC));
    return object.put("updatedAt", "2026-11-21T10:00:00.123456Z").put("updatedBy", "root");
  }
}
