package dev.kindling.shipper.work;

import java.util.Locale;

/** Whose log it is: a driver's or an executor's. */
public enum Role {
  DRIVER,
  EXECUTOR;

  /** The value of the field {@code spark.role}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
