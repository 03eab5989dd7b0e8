package dev.kindling.gateway.access;

/** Where every write and every denial is kept. Called on event loops; never fails. */
@FunctionalInterface
public interface AuditTrail {
  void record(AuditEntry entry);
}
