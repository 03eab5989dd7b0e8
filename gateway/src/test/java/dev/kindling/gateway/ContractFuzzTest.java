package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Sends requests that are made from the contract: valid, at the bounds, wrong and hostile, of every
 * operation and by callers of every kind. Whatever comes, no answer may be a fault of ours (500),
 * have a stack trace or another team's data in it, or be none of the contract; the fixture checks
 * the latter.
 *
 * <p>2,000 requests in the build; {@code -Dkindling.fuzz=50000} for more, {@code -Dkindling.seed}
 * to repeat.
 */
class ContractFuzzTest {
  private static final String MARK = "only-for-team-b";
  private static final int REQUESTS = Integer.getInteger("kindling.fuzz", 2_000);

  /** Texts that break what is put together by hand. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "'",
          "\"",
          "\\",
          "../../etc/passwd",
          "%00",
          "\u0000",
          "\ud83d\udd25",
          "a".repeat(5_000),
          "${jndi:ldap://x}",
          "{{MASTER}}",
          "${secret:hook}",
          "<script>alert(1)</script>",
          "1e999",
          "-1",
          "9223372036854775808",
          "null",
          "true",
          "2026-02-30T00:00:00Z",
          "P99999999999D",
          "[",
          "{",
          "*",
          "\r\nSet-Cookie: a=b");

  private final long seed = Long.getLong("kindling.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final JsonNode contract = Json.tree(Contract.load().published());
  private final List<String[]> callers = new ArrayList<>();

  @Test
  void noRequestShouldBreakTheGateway() throws Exception {
    System.out.println("ContractFuzzTest: repeat with -Dkindling.seed=" + seed);
    try (ApiFixture api = Guarded.open()) {
      prepare(api);
      List<Target> targets = targets();
      for (int i = 0; i < REQUESTS; i++) {
        Target target = targets.get(i % targets.size());
        // Half of them by an admin for everything: those get furthest in.
        String[] caller = callers.get(random.nextBoolean() ? 0 : random.nextInt(callers.size()));
        HttpRequest request = request(api, target, caller);
        // The clock of the rate limits goes on, and what was written is thrown away.
        api.nanos = i * 1_000_000_000L;
        api.written.clear();
        api.sent.clear();

        ApiFixture.Reply reply = send(api, request);

        String what = request + " with seed " + seed + " answered " + reply.text();
        assertThat(reply.status()).as(what).isNotEqualTo(500);
        if (caller == callers.get(1)) {
          assertThat(reply.text()).as(what).doesNotContain(MARK);
        }
        statuses.merge(reply.status(), 1, Integer::sum);
      }
    }
    System.out.println("ContractFuzzTest: " + REQUESTS + " requests, answers " + statuses);
    assertThat(statuses).containsKeys(200, 400, 401, 403, 404);
  }

  private ApiFixture.Reply send(ApiFixture api, HttpRequest request) {
    try {
      return api.send(request);
    } catch (AssertionError e) {
      String asked = request + " " + request.headers().map();
      throw new AssertionError(
          asked.substring(0, Math.min(asked.length(), 1_000)) + ", seed " + seed, e);
    }
  }

  private record Target(String method, String path, JsonNode operation, JsonNode shared) {}

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        one -> {
                          if (one.getValue().has("operationId")) {
                            targets.add(
                                new Target(
                                    one.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getValue(),
                                    path.getValue().path("parameters")));
                          }
                        }));
    return targets;
  }

  private void prepare(ApiFixture api) {
    String[] root = Guarded.by(Guarded.ROOT);
    callers.add(root);
    callers.add(Guarded.by(Guarded.key(api, "team-a", "admin", "{\"team\": \"a\"}")));
    callers.add(Guarded.by(Guarded.key(api, "reader", "viewer", null)));
    callers.add(new String[] {"Authorization", "Bearer nonsense"});
    for (String team : List.of("a", "b")) {
      String mark = team.equals("b") ? MARK : "";
      api.put(
          "/api/v1/jobs/" + team,
          "{\"description\": \"%s\", \"labels\": {\"team\": \"%s\"}, \"spark\": {\"mainClass\":"
                  .formatted(mark, team)
              + " \"a.B\", \"appResource\": \"file:///a.jar\"}}",
          root);
      String schedule = "{\"job\": \"%s\", \"cron\": \"@daily\", \"note\": \"%s\"}";
      api.put("/api/v1/schedules/" + team, schedule.formatted(team, mark), root);
      String trigger = "{\"job\": \"%s\", \"topic\": \"t\", \"note\": \"%s\"}";
      api.put("/api/v1/triggers/" + team, trigger.formatted(team, mark), root);
      JobDefinition job =
          new JobDefinition(
              team,
              1,
              new JobSpec(mark, null, Map.of("team", team), null, null, null, null, null, null),
              Runs.BEGIN,
              mark);
      api.runs.apply(team, Runs.run(team, job, 1, RunState.FAILED));
    }
  }

  private HttpRequest request(ApiFixture api, Target target, String[] caller) {
    List<JsonNode> parameters = new ArrayList<>();
    target.shared().forEach(one -> parameters.add(resolved(one)));
    target.operation().path("parameters").forEach(one -> parameters.add(resolved(one)));
    String path = target.path();
    StringBuilder query = new StringBuilder();
    List<String> headers = new ArrayList<>(List.of(caller));
    for (JsonNode parameter : parameters) {
      String name = parameter.path("name").asText();
      String value = value(parameter.path("schema"));
      switch (parameter.path("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", encoded(pathValue(value)));
        case "query" -> {
          // A script waits for a run's end; this test does not.
          if (random.nextInt(3) == 0 && !name.equals("wait")) {
            query
                .append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(encoded(value));
          }
        }
        default -> {
          if (random.nextInt(3) == 0 && isHeader(value)) {
            headers.add(name);
            headers.add(value);
          }
        }
      }
    }
    if (random.nextInt(20) == 0) {
      query.append(query.isEmpty() ? "?" : "&").append("unknown=1");
    }
    return api.request(
        target.method(), path + query, body(target, headers), headers.toArray(String[]::new));
  }

  private String body(Target target, List<String> headers) {
    JsonNode content = target.operation().path("requestBody").path("content");
    if (content.isMissingNode() || random.nextInt(10) == 0) {
      return null;
    }
    List<String> types = new ArrayList<>();
    content.fieldNames().forEachRemaining(types::add);
    String type = types.get(random.nextInt(types.size()));
    if (!type.equals("*/*") && random.nextInt(20) > 0) {
      headers.add("Content-Type");
      headers.add(type);
    }
    JsonNode media = resolved(content.path(type));
    int kind = random.nextInt(10);
    if (kind == 0) {
      return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }
    JsonNode example = media.path("example");
    JsonNode body = kind < 5 && !example.isMissingNode() ? example : made(media.path("schema"), 0);
    if (body instanceof ObjectNode object && kind == 1 && !object.isEmpty()) {
      List<String> fields = new ArrayList<>();
      object.fieldNames().forEachRemaining(fields::add);
      ObjectNode changed = object.deepCopy();
      String field = fields.get(random.nextInt(fields.size()));
      changed.put(field, HOSTILE.get(random.nextInt(HOSTILE.size())));
      return changed.toString();
    }
    return body.toString();
  }

  /** Something that the schema would, or nearly would, take. */
  private JsonNode made(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    if (schema.has("anyOf")) {
      return made(schema.path("anyOf").get(random.nextInt(schema.path("anyOf").size())), depth);
    }
    JsonNode declared = schema.path("type");
    String type =
        declared.isArray()
            ? declared.get(random.nextInt(declared.size())).asText()
            : declared.asText("object");
    if (depth > 5 || random.nextInt(40) == 0) {
      return Json.tree(HOSTILE.get(random.nextInt(HOSTILE.size())));
    }
    switch (type) {
      case "object" -> {
        ObjectNode object = Json.mapper().createObjectNode();
        schema
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  boolean required =
                      schema.path("required").toString().contains("\"" + property.getKey() + "\"");
                  if (required || random.nextInt(3) == 0) {
                    object.set(property.getKey(), made(property.getValue(), depth + 1));
                  }
                });
        if (schema.path("additionalProperties").isObject() && random.nextBoolean()) {
          object.set(word(), made(schema.path("additionalProperties"), depth + 1));
        }
        return object;
      }
      case "array" -> {
        var array = Json.mapper().createArrayNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
          array.add(made(schema.path("items"), depth + 1));
        }
        return array;
      }
      case "null" -> {
        return Json.mapper().nullNode();
      }
      case "boolean" -> {
        return Json.tree(random.nextBoolean());
      }
      case "integer", "number" -> {
        return Json.tree(random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(100));
      }
      default -> {
        return Json.tree(value(schema));
      }
    }
  }

  private String value(JsonNode given) {
    JsonNode schema = resolved(given);
    if (schema.has("items")) {
      schema = resolved(schema.path("items"));
    }
    if (random.nextInt(4) == 0) {
      return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }
    if (schema.path("enum").isArray()) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size())).asText();
    }
    if (schema.path("type").asText().equals("integer")) {
      int[] bounds = {
        schema.path("minimum").asInt(0),
        schema.path("maximum").asInt(10),
        schema.path("minimum").asInt(0) - 1,
        schema.path("maximum").asInt(10) + 1
      };
      return Integer.toString(bounds[random.nextInt(bounds.length)]);
    }
    return word();
  }

  private String word() {
    List<String> words =
        List.of(
            "a", "b", "none", "PT1M", "2026-11-21T10:00:00Z", "@daily", "t", "0-1", "7", "\"1\"");
    return words.get(random.nextInt(words.size()));
  }

  /** An empty step of a path is another path. */
  private static String pathValue(String value) {
    return value.isBlank() || value.length() > 300 ? "none" : value;
  }

  private static boolean isHeader(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : contract.at(reference.substring(1));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
