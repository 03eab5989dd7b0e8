package dev.kindling.gateway.artifact;

import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.job.Names;
import java.time.Instant;
import java.util.List;

/**
 * What the table keeps of an uploaded file, under its digest.
 *
 * @param file what it was called when it was first uploaded
 * @param bytes how many
 * @param uploadedAt when it last was
 * @param uploadedBy by whom
 * @param owners everybody who has, with how they said who they are
 */
public record ArtifactSpec(
    String file, long bytes, Instant uploadedAt, String uploadedBy, List<String> owners) {
  public ArtifactSpec {
    owners = owners == null ? List.of() : List.copyOf(owners);
  }

  /**
   * An artifact as the {@code kindling.artifacts} table holds it.
   *
   * @param name SHA-256 of the content, in hexadecimal digits
   * @param revision 1 for the first, one more with each change
   * @param spec what is kept of it
   * @param updatedAt when it last changed
   * @param updatedBy who changed it
   */
  public record Definition(
      String name, long revision, ArtifactSpec spec, Instant updatedAt, String updatedBy) {}

  /** Artifacts as a kind of definitions, which nobody writes by hand. */
  public static DefinitionKind<ArtifactSpec, Definition> kind() {
    return new DefinitionKind<>(
        "artifact",
        "/api/v1/artifacts/",
        KindlingTopics.ARTIFACTS,
        ArtifactSpec.class,
        Definition.class,
        Definition::new,
        Definition::name,
        Definition::revision,
        Definition::spec,
        Names::problem,
        spec -> List.of());
  }
}
