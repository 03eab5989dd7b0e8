package dev.kindling.shipper.audit;

import java.nio.file.Path;

/**
 * What the audit says of one log file.
 *
 * @param path the file
 * @param tiling how its documents cover it
 */
public record AuditedFile(Path path, Tiling tiling) {
  @Override
  public String toString() {
    String verdict =
        tiling.isExact()
            ? "exact"
            : "NOT EXACT, gaps " + tiling.gaps() + ", overlaps " + tiling.overlaps();
    return path
        + ": "
        + tiling.documents()
        + " documents, "
        + tiling.bytes()
        + " of "
        + tiling.size()
        + " bytes, "
        + verdict;
  }
}
