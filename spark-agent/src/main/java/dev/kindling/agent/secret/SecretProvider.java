package dev.kindling.agent.secret;

import java.io.IOException;
import java.util.Optional;

/**
 * A place where secrets are. Asked inside the driver, by the guard, after the claim and before user
 * code; one provider per kind of place.
 */
public interface SecretProvider {
  /**
   * The secret of this name; empty if it is not in this place.
   *
   * @throws IOException if it is there and cannot be read; its message must not tell the secret
   */
  Optional<String> find(String name) throws IOException;

  /** Where it would be, for a person who has to put it there. */
  String place(String name);
}
