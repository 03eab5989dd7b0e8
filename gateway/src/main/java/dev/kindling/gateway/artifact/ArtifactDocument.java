package dev.kindling.gateway.artifact;

import dev.kindling.model.artifact.ArtifactRef;
import java.time.Instant;
import java.util.List;

/**
 * An artifact as the API shows it, the schema {@code Artifact} of the contract.
 *
 * @param reference what a job writes to use it
 * @param usedBy jobs that do
 */
record ArtifactDocument(
    String digest,
    String file,
    long bytes,
    String reference,
    Instant uploadedAt,
    String uploadedBy,
    List<String> usedBy) {
  /**
   * @param file what this upload called it; null for what the first one did
   */
  static ArtifactDocument of(ArtifactSpec.Definition artifact, String file, List<String> usedBy) {
    ArtifactSpec spec = artifact.spec();
    String called = file == null ? spec.file() : file;
    return new ArtifactDocument(
        artifact.name(),
        called,
        spec.bytes(),
        new ArtifactRef(artifact.name(), called).text(),
        spec.uploadedAt(),
        spec.uploadedBy(),
        usedBy);
  }
}
