package dev.kindling.bench.door;

import dev.kindling.model.json.Json;
import java.util.List;
import java.util.Map;

/** The job that runs are asked for, with a schema that parameters must fit. */
final class BenchJob {
  static final String NAME = "bench";

  static final Map<String, Object> SPEC =
      Map.of(
          "labels",
          Map.of("team", "search"),
          "spark",
          Map.of(
              "mainClass",
              "com.example.Main",
              "appResource",
              "file:///job.jar",
              "args",
              List.of("--input", "${param:input}", "--day", "${param:day}"),
              "properties",
              Map.of("spark.executor.memory", "2g", "spark.cores.max", "4")),
          "parameters",
          Map.of(
              "type",
              "object",
              "required",
              List.of("input", "day"),
              "additionalProperties",
              false,
              "properties",
              Map.of(
                  "input", Map.of("type", "string", "minLength", 1),
                  "day", Map.of("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
                  "top", Map.of("type", "integer", "minimum", 1, "default", 10))));

  /** About as long as the body of the measurements that the bounds come from, 205 bytes. */
  static final String REQUEST =
      Json.text(
          Map.of(
              "parameters",
              Map.of(
                  "input",
                  "s3a://warehouse/raw/events/year=2026/month=11/day=21/" + "x".repeat(80),
                  "day",
                  "2026-11-21",
                  "top",
                  20)));

  private BenchJob() {}
}
