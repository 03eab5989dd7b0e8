package dev.kindling.runner.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.launch.LaunchResult.Accepted;
import dev.kindling.runner.launch.LaunchResult.NotCreated;
import dev.kindling.runner.launch.LaunchResult.Unknown;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The submission server over HTTP. The difference that matters is whether the request left us: a
 * connection that was never made cannot have created a driver, anything after that can.
 *
 * <p>The rules of reading its answers are those of Spark 4.0.0 as observed: {@code success:false}
 * of a create means "not alive" and so not created; of a status it means "unknown id" only where
 * there is no message; a body counts only if its content type is JSON. Requests go out on the
 * caller's context.
 */
public final class RestSubmissionApi implements SubmissionApi {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final HttpClient client;
  private final Supplier<Optional<URI>> server;
  private final Optional<MasterKey> key;
  private final Duration patience;

  /**
   * @param client keeps connections alive for less than the server does; the caller closes it
   * @param server the submission server of the master that is ALIVE now, such as
   *     http://master:6066; empty if none is
   * @param key what the masters' filter wants requests to be signed with, if they have one
   */
  public RestSubmissionApi(
      HttpClient client, Supplier<Optional<URI>> server, Optional<MasterKey> key) {
    this(client, server, key, ANSWER);
  }

  /**
   * @param patience how long a whole answer may take
   */
  RestSubmissionApi(
      HttpClient client,
      Supplier<Optional<URI>> server,
      Optional<MasterKey> key,
      Duration patience) {
    this.client = client;
    this.server = server;
    this.key = key;
    this.patience = patience;
  }

  @Override
  public Future<LaunchResult> create(DriverSubmission submission) {
    Buffer body = Buffer.buffer(Json.bytes(submission));
    return connect(HttpMethod.POST, "/v1/submissions/create")
        .transform(
            connected ->
                connected.failed()
                    ? Future.succeededFuture(
                        new NotCreated(
                            "The Spark master cannot be reached: " + connected.cause().getMessage(),
                            false))
                    : exchange(connected.result(), body)
                        .map(RestSubmissionApi::classify)
                        .otherwise(
                            failure ->
                                new Unknown(
                                    "The Spark master was asked and did not answer: "
                                        + failure.getMessage())));
  }

  @Override
  public Future<String> kill(String driverId) {
    return connect(HttpMethod.POST, "/v1/submissions/kill/" + driverId)
        .compose(request -> exchange(request, Buffer.buffer()))
        .map(answer -> answer.json().path("message").asText("status " + answer.status()));
  }

  @Override
  public Future<Optional<DriverStatus>> status(String driverId) {
    return connect(HttpMethod.GET, "/v1/submissions/status/" + driverId)
        .compose(request -> exchange(request, Buffer.buffer()))
        .map(RestSubmissionApi::readStatus);
  }

  private Future<HttpClientRequest> connect(HttpMethod method, String path) {
    Optional<URI> alive = server.get();
    if (alive.isEmpty()) {
      return Future.failedFuture("no master is ALIVE now");
    }
    return client
        .request(
            new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(alive.get().resolve(path).toString())
                .setConnectTimeout(2_000))
        .onSuccess(
            request ->
                key.ifPresent(one -> request.putHeader("Authorization", one.authorization())));
  }

  private Future<Answer> exchange(HttpClientRequest request, Buffer body) {
    if (body.length() > 0) {
      request.putHeader("Content-Type", "application/json;charset=UTF-8");
    }
    return request
        .send(body)
        .compose(
            response ->
                response
                    .body()
                    .map(
                        bytes ->
                            Answer.of(
                                response.statusCode(),
                                response.getHeader("Content-Type"),
                                bytes.getBytes())))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        // An exchange that nobody waits for any more must not keep its connection.
        .onFailure(failure -> request.reset());
  }

  static LaunchResult classify(Answer answer) {
    String message = answer.json().path("message").asText("");
    if (answer.status() == 200 && answer.json().has("success")) {
      if (answer.json().path("success").asBoolean()) {
        String driverId = answer.json().path("submissionId").asText("");
        return driverId.isEmpty()
            ? new Unknown("The Spark master took the driver and did not say its id.")
            : new Accepted(driverId);
      }
      return new NotCreated("The Spark master refused the driver: " + message, false);
    }
    if (answer.status() == 400) {
      return new NotCreated(
          "The Spark master finds the request malformed: " + firstLines(message), true);
    }
    if (answer.status() == 403) {
      return new NotCreated(
          "The Spark master refused our token (403): KINDLING_SPARK_REST_KEY must be the key of its"
              + " JWSFilter, and both clocks must be right.",
          false);
    }
    if (answer.status() > 400 && answer.status() < 500) {
      return new NotCreated(
          "The Spark master's submission server answered " + answer.status() + ".", false);
    }
    return new Unknown("The Spark master's submission server answered " + answer.status() + ".");
  }

  static Optional<DriverStatus> readStatus(Answer answer) {
    JsonNode json = answer.json();
    if (answer.status() != 200 || !json.has("success")) {
      return Optional.empty();
    }
    String message = json.path("message").asText(null);
    if (!json.path("success").asBoolean()) {
      return message == null
          ? Optional.of(new DriverStatus(false, null, null, null))
          : Optional.empty();
    }
    return Optional.of(
        new DriverStatus(
            true,
            DriverState.of(json.path("driverState").asText()),
            json.path("workerId").asText(null),
            message));
  }

  private static String firstLines(String text) {
    return text.length() > 300 ? text.substring(0, 300) : text;
  }

  /** An answer whose body is read as JSON only if it says that it is. */
  record Answer(int status, JsonNode json) {
    static Answer of(int status, String contentType, byte[] body) {
      JsonNode json = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
      if (contentType != null && contentType.contains("json")) {
        try {
          json = Json.tree(body);
        } catch (UncheckedIOException e) {
          throw new IllegalStateException("the answer is not JSON: " + e.getMessage(), e);
        }
      }
      return new Answer(status, json);
    }
  }
}
