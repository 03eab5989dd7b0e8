package dev.kindling.scheduler;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the scheduler.
 *
 * @param common those that every service has
 * @param secrets where the passwords of other Kafka clusters are
 */
public record SchedulerConfig(CommonConfig common, SecretStore secrets) {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerConfig.class);

  /**
   * Reads them.
   *
   * @throws dev.kindling.kit.config.SettingsException with every problem, when there is one
   */
  public static SchedulerConfig from(Map<String, String> environment) {
    String generated = "scheduler-" + UUID.randomUUID().toString().substring(0, 8);
    return Settings.read(
        environment,
        settings -> {
          SchedulerConfig config =
              new SchedulerConfig(
                  CommonConfig.from(settings, generated), SecretStore.from(settings));
          LOG.info("settings:\n{}", settings.table());
          return config;
        });
  }
}
