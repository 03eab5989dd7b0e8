package dev.kindling.shipper.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reasons are Elasticsearch's own, as it gave them. */
class RemedyTest {
  @Test
  void ofShouldNameSettingsWhenCredentialIsRefused() {
    assertThat(Remedy.of(401, "unable to authenticate user [shipper] for REST request [/_bulk]"))
        .contains("KINDLING_ELASTICSEARCH_PASSWORD");
  }

  @Test
  void ofShouldSpeakOfDiskWhenItIsFull() {
    assertThat(
            Remedy.of(
                403,
                "index [spark-logs-2026.11.27] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded"
                    + " flood-stage watermark, index has read-only-allow-delete block];"))
        .contains("disk of Elasticsearch is full");
  }

  @Test
  void ofShouldNameRolesWhenRightIsMissing() {
    assertThat(
            Remedy.of(
                403,
                "action [indices:admin/auto_create] is unauthorized for user [shipper] with"
                    + " effective roles [none]"))
        .contains("docs/elasticsearch-roles.yml");
  }

  @Test
  void ofShouldNameSettingWhenIndexIsBlocked() {
    assertThat(
            Remedy.of(
                403, "index [spark-logs-2026.11.27] blocked by: [FORBIDDEN/8/index write (api)];"))
        .contains("index.blocks.write");
  }

  @Test
  void ofShouldSayNothingWhenTimeMendsIt() {
    assertThat(Remedy.of(429, "rejected execution")).isEmpty();
  }
}
