package dev.kindling.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a sender signs. */
public enum WebhookFormat {
  /** Standard Webhooks 1.0.0, symmetric. */
  STANDARD,
  /** GitHub's {@code X-Hub-Signature-256}. */
  GITHUB;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
