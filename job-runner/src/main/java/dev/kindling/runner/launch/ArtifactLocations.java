package dev.kindling.runner.launch;

import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where Spark finds the files that a job names: an artifact of the gateway's store by a signed
 * link, made for one attempt, anything else where it says. A link works as long as the run may take
 * and a day longer, since an executor that comes late fetches the jars too.
 */
public final class ArtifactLocations {
  private static final Duration SPARE = Duration.ofDays(1);

  /** Of runs without a timeout. */
  private static final Duration ENDLESS = Duration.ofDays(30);

  private final Optional<Store> store;
  private final InstantSource clock;

  /**
   * The store of the gateways.
   *
   * @param url of a gateway, or of all of them, as the workers reach it; without a slash at its end
   */
  public record Store(String url, ArtifactLinks links) {}

  /**
   * @param store empty where the job-runner was not told of one
   */
  public ArtifactLocations(Optional<Store> store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The URL of a file.
   *
   * @throws IllegalArgumentException if it is an artifact, and there is no store; the message is
   *     for people
   */
  String of(String file, Run run) {
    if (!file.startsWith(ArtifactRef.SCHEME)) {
      return file;
    }
    ArtifactRef artifact =
        ArtifactRef.of(file)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        file + " is no artifact: it must be artifact:SHA-256/file."));
    Store known =
        store.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The job names an artifact, or takes a file of events, and this job-runner was not"
                        + " told where they are:"
                        + " set KINDLING_ARTIFACTS_URL and KINDLING_ARTIFACTS_KEY."));
    Duration timeout = run.job().spec().limits().timeout();
    Instant until = clock.instant().plus(timeout == null ? ENDLESS : timeout.plus(SPARE));
    return known.url() + known.links().link(artifact, until);
  }
}
