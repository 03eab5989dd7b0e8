package dev.kindling.stack.services;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the services must know of the parts, and so the settings of each.
 *
 * @param kafkaBootstrap host:port
 * @param elasticsearch URL
 * @param sparkMaster spark:// URL
 * @param sparkRest URL of the submission API
 * @param sparkUi URL of the master's web UI
 * @param agentJar URL of the agent's jar as workers reach it
 * @param sparkHome of drivers beside the job-runner
 * @param launcherDirectory where those drivers work
 * @param workDirectories of the workers and of the launcher, by name
 * @param state folder where services keep files
 * @param gatewayPort of the first gateway, where drivers fetch artifacts
 * @param artifactsKey that links to artifacts are signed with
 * @param overrides settings that replace or complete those of a service
 */
public record ServicePlan(
    String kafkaBootstrap,
    String elasticsearch,
    String sparkMaster,
    String sparkRest,
    String sparkUi,
    String agentJar,
    Path sparkHome,
    Path launcherDirectory,
    Map<String, Path> workDirectories,
    Path state,
    int gatewayPort,
    String artifactsKey,
    Map<ServiceKind, Map<String, String>> overrides) {

  /**
   * The environment of one instance, and nothing but it: services refuse settings that they do not
   * know.
   *
   * @param instance its name, the same after a restart
   * @param managementPort of health and metrics
   * @param port of the service itself, where it has one
   */
  public Map<String, String> environment(
      ServiceKind kind, String instance, int managementPort, int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KINDLING_KAFKA_BOOTSTRAP", kafkaBootstrap);
    settings.put("KINDLING_INSTANCE", instance);
    settings.put("KINDLING_MANAGEMENT_HOST", "127.0.0.1");
    settings.put("KINDLING_MANAGEMENT_PORT", Integer.toString(managementPort));
    settings.putAll(
        switch (kind) {
          case GATEWAY ->
              Map.of(
                  "KINDLING_GATEWAY_HOST",
                  "127.0.0.1",
                  "KINDLING_GATEWAY_PORT",
                  Integer.toString(port),
                  "KINDLING_GATEWAY_ACCESS",
                  "open",
                  "KINDLING_ARTIFACTS_DIR",
                  state.resolve("artifacts").toString(),
                  "KINDLING_ARTIFACTS_KEY",
                  artifactsKey,
                  "KINDLING_SPARK_UI",
                  sparkUi,
                  "KINDLING_ELASTICSEARCH_URL",
                  elasticsearch);
          case SCHEDULER -> Map.of();
          case JOB_RUNNER ->
              Map.ofEntries(
                  Map.entry("KINDLING_RUNNER_HOST", "127.0.0.1"),
                  Map.entry("KINDLING_RUNNER_PORT", Integer.toString(port)),
                  Map.entry("KINDLING_SPARK_MASTER", sparkMaster),
                  Map.entry("KINDLING_SPARK_REST", sparkRest),
                  Map.entry("KINDLING_SPARK_UI", sparkUi),
                  Map.entry("KINDLING_AGENT_JAR", agentJar),
                  Map.entry("KINDLING_SPARK_HOME", sparkHome.toString()),
                  Map.entry("KINDLING_LAUNCHER_DIR", launcherDirectory.toString()),
                  Map.entry("KINDLING_ARTIFACTS_URL", "http://127.0.0.1:" + gatewayPort),
                  Map.entry("KINDLING_ARTIFACTS_KEY", artifactsKey));
          case LOG_SHIPPER ->
              Map.of(
                  "KINDLING_SHIPPER_WORK_DIRS", workDirectoryList(),
                  "KINDLING_SHIPPER_STATE_DIR", state.resolve(instance).toString(),
                  "KINDLING_ELASTICSEARCH_URL", elasticsearch);
        });
    settings.putAll(overrides.getOrDefault(kind, Map.of()));
    return settings;
  }

  private String workDirectoryList() {
    return workDirectories.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
