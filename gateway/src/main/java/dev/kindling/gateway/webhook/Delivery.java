package dev.kindling.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One delivery of a webhook: whether who sent it knows a secret, and the event that it becomes.
 * Pure.
 *
 * <p>Standard Webhooks signs id, time and body, so the id is the event's, and an old delivery is
 * refused by its time. GitHub signs the body alone: who has seen one could send it again under
 * another {@code X-GitHub-Delivery}. So the event's id is the signature: the same body is the same
 * event, and gives the same run, for good.
 */
final class Delivery {
  private static final String STANDARD_ID = "webhook-id";
  private static final String STANDARD_TIME = "webhook-timestamp";
  private static final String STANDARD_SIGNATURE = "webhook-signature";
  private static final String GITHUB_SIGNATURE = "x-hub-signature-256";
  private static final String SECRET_PREFIX = "whsec_";
  private static final int LONGEST_ID = 500;

  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * @param headers names in lower case
   * @param body as it came
   */
  Delivery(Map<String, String> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  /**
   * The event; fails with the problem 401 if no secret fits, or the time is not near.
   *
   * @param name of the webhook
   * @param secrets any of which may have signed
   */
  ObjectNode event(String name, WebhookSpec spec, List<String> secrets, Instant now) {
    return switch (spec.format()) {
      case STANDARD -> standard(name, spec, secrets, now);
      case GITHUB -> github(name, spec, secrets, now);
    };
  }

  private ObjectNode standard(String name, WebhookSpec spec, List<String> secrets, Instant now) {
    String id = header(STANDARD_ID);
    Instant at = time(header(STANDARD_TIME));
    String signatures = header(STANDARD_SIGNATURE);
    byte[] prefix = (id + "." + headers.get(STANDARD_TIME) + ".").getBytes(StandardCharsets.UTF_8);
    boolean good = false;
    for (String secret : secrets) {
      byte[] expected = hmac(standardKey(secret), prefix, body);
      for (String one : signatures.split(" ")) {
        good |= one.startsWith("v1,") && isSame(one.substring(3), expected);
      }
    }
    if (!good) {
      throw refused("The signature fits none of the secrets.");
    }
    if (Duration.between(at, now).abs().compareTo(spec.tolerance()) > 0) {
      throw refused(
          "It was signed at "
              + at
              + ", and it is "
              + now
              + ": more than "
              + spec.tolerance()
              + ".");
    }
    JsonNode data = data();
    String type = data.path("type").isTextual() ? data.path("type").asText() : "webhook";
    return made(id, spec, name, type, at, data);
  }

  private ObjectNode github(String name, WebhookSpec spec, List<String> secrets, Instant now) {
    String signature = header(GITHUB_SIGNATURE);
    boolean good = false;
    for (String secret : secrets) {
      String expected =
          "sha256="
              + HexFormat.of()
                  .formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), new byte[0], body));
      good |=
          MessageDigest.isEqual(
              expected.getBytes(StandardCharsets.US_ASCII),
              signature.getBytes(StandardCharsets.US_ASCII));
    }
    if (!good) {
      throw refused("The signature fits none of the secrets.");
    }
    String kind = headers.getOrDefault("x-github-event", "event");
    ObjectNode event = made(signature, spec, name, "com.github." + kind, now, data());
    String delivery = headers.get("x-github-delivery");
    if (delivery != null && delivery.length() <= LONGEST_ID) {
      event.put("githubdelivery", delivery);
    }
    return event;
  }

  private static ObjectNode made(
      String id, WebhookSpec spec, String name, String type, Instant at, JsonNode data) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", spec.source() == null ? "/webhooks/" + name : spec.source());
    event.put("type", type);
    event.put("time", at.toString());
    event.put("webhook", name);
    event.put("datacontenttype", "application/json");
    event.set("data", data);
    return event;
  }

  private JsonNode data() {
    try {
      return Json.mapper().readTree(body);
    } catch (IOException e) {
      throw Problems.invalid(
          "", "The body is not JSON: have the sender send application/json, not a form.");
    }
  }

  private String header(String name) {
    String value = headers.get(name);
    if (value == null || value.isBlank() || value.length() > LONGEST_ID * 4) {
      throw refused("The header " + name + " is missing: the sender must sign its deliveries.");
    }
    return value;
  }

  private static Instant time(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      throw refused("The header " + STANDARD_TIME + " must be the seconds since 1970.");
    }
  }

  /** As the standard writes it, {@code whsec_} and Base64; else the text itself. */
  private static byte[] standardKey(String secret) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
  }

  private static boolean isSame(String base64, byte[] expected) {
    try {
      return MessageDigest.isEqual(Base64.getDecoder().decode(base64), expected);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] hmac(byte[] key, byte[] prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(prefix);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static ProblemException refused(String detail) {
    return Problems.unauthorized(detail);
  }
}
