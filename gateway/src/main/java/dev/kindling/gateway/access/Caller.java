package dev.kindling.gateway.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Who asks, as far as we made sure.
 *
 * @param name as it stands in what they change
 * @param by how they said so
 * @param role what they may do
 * @param scope to what they may do it
 * @param expiresAt when what they showed ends; null for never
 */
public record Caller(String name, By by, Role role, Scope scope, Instant expiresAt) {
  /** How a caller said who they are. */
  public enum By {
    /** By an API key. */
    KEY,
    /** By a token of the identity provider. */
    TOKEN,
    /** Nobody asked: the gateway is open, on loopback. */
    OPEN;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whoever asks an open gateway. */
  public static final Caller ANYBODY =
      new Caller("anonymous", By.OPEN, Role.ADMIN, Scope.EVERYTHING, null);

  /** Whether a job with these labels is for them. */
  public boolean sees(Map<String, String> jobLabels) {
    return scope.covers(jobLabels);
  }
}
