package dev.kindling.gateway.token;

import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import dev.kindling.kit.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tokens are taken, and what they allow.
 *
 * @param issuer whose tokens; its {@code /.well-known/openid-configuration} says where its keys are
 * @param audience that a token must be made for
 * @param algorithms that a signature may have; never those with a shared secret, nor none
 * @param skew how far the clocks may be apart
 * @param nameClaims the first of these that a token has is the caller's name
 * @param roleClaim where the token has the groups or roles, with dots into objects, such as {@code
 *     realm_access.roles}
 * @param grants what each of them allows here
 */
public record TokenConfig(
    URI issuer,
    String audience,
    Set<String> algorithms,
    Duration skew,
    List<String> nameClaims,
    String roleClaim,
    List<Grant> grants) {
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  public TokenConfig {
    algorithms = Set.copyOf(algorithms);
    nameClaims = List.copyOf(nameClaims);
    grants = List.copyOf(grants);
  }

  /**
   * What one of the token's roles allows.
   *
   * @param claimed as the identity provider calls it
   */
  public record Grant(String claimed, Role role, Scope scope) {}

  /** Reads it; empty where no issuer is set. */
  public static Optional<TokenConfig> from(Settings settings) {
    URI issuer = settings.url("KINDLING_OIDC_ISSUER", (URI) null);
    Optional<String> audience = settings.optional("KINDLING_OIDC_AUDIENCE");
    List<String> algorithms = settings.optionalList("KINDLING_OIDC_ALGORITHMS");
    Duration skew = settings.duration("KINDLING_OIDC_CLOCK_SKEW", Duration.ofSeconds(30));
    List<String> names = settings.optionalList("KINDLING_OIDC_NAME_CLAIMS");
    String roleClaim = settings.text("KINDLING_OIDC_ROLE_CLAIM", "roles");
    List<Grant> grants = grants(settings);
    if (issuer == null) {
      return Optional.empty();
    }
    if (audience.isEmpty()) {
      settings.problem(
          "KINDLING_OIDC_AUDIENCE",
          "is missing: set it to the audience of tokens for Kindling, or any token of the issuer"
              + " would do.");
    }
    if (grants.isEmpty()) {
      settings.problem(
          "KINDLING_OIDC_ROLES",
          "is missing: say what the issuer's roles allow, such as data-admins=admin,"
              + " search=operator[team=search].");
    }
    if (!ALGORITHMS.containsAll(algorithms)) {
      settings.problem(
          "KINDLING_OIDC_ALGORITHMS",
          "must be some of " + String.join(", ", new TreeSet<>(ALGORITHMS)) + ".");
    }
    return Optional.of(
        new TokenConfig(
            issuer,
            audience.orElse(""),
            algorithms.isEmpty() ? Set.of("RS256", "ES256") : Set.copyOf(algorithms),
            skew,
            names.isEmpty() ? List.of("preferred_username", "email", "sub") : names,
            roleClaim,
            grants));
  }

  /** Of {@code a=admin;b=operator[team=search,env=prod]}; commas stand within brackets too. */
  private static List<Grant> grants(Settings settings) {
    String key = "KINDLING_OIDC_ROLES";
    List<Grant> grants = new ArrayList<>();
    for (String text : settings.text(key, "").split(";")) {
      if (text.isBlank()) {
        continue;
      }
      Optional<Grant> grant = grant(text.strip());
      if (grant.isEmpty()) {
        settings.problem(
            key,
            "has \""
                + text.strip()
                + "\"; it must be ROLE-OF-THE-TOKEN=viewer, operator or admin, and perhaps labels"
                + " in brackets, such as search-team=operator[team=search]; semicolons between"
                + " them.");
      } else {
        grants.add(grant.get());
      }
    }
    return grants;
  }

  private static Optional<Grant> grant(String text) {
    int bracket = text.indexOf('[');
    String head = bracket < 0 ? text : text.substring(0, bracket);
    int equals = head.lastIndexOf('=');
    if (equals < 1 || (bracket >= 0 && !text.endsWith("]"))) {
      return Optional.empty();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    if (bracket >= 0) {
      for (String label : text.substring(bracket + 1, text.length() - 1).split(",")) {
        String[] pair = label.strip().split("=", 2);
        if (pair.length != 2 || pair[0].isBlank() || pair[1].isBlank()) {
          return Optional.empty();
        }
        labels.put(pair[0].strip(), pair[1].strip());
      }
    }
    return Role.of(head.substring(equals + 1).strip())
        .map(role -> new Grant(head.substring(0, equals).strip(), role, new Scope(labels)));
  }
}
