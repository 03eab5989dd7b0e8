package dev.kindling.gateway.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each may do what the ones before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Starts, stops and pauses too. */
  OPERATOR,
  /** Defines too. */
  ADMIN;

  /** The role as contract, settings and keys write it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this one may do what takes {@code needed}. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role of a word; empty if it is none. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
