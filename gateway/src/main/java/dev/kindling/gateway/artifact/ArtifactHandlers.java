package dev.kindling.gateway.artifact;

import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.BodyStream;
import dev.kindling.gateway.http.ByteRange;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.model.artifact.ArtifactRef;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves artifacts: upload, list, read, delete, collect what nothing uses; and Spark. */
public final class ArtifactHandlers {
  /** RFC 9530: {@code sha-256=:BASE64:}, perhaps beside others. */
  private static final Pattern CONTENT_DIGEST =
      Pattern.compile("(?:^|[, ])sha-256=:([A-Za-z0-9+/=]{1,100}):");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final DefinitionKind<ArtifactSpec, ArtifactSpec.Definition> kind;
  private final DefinitionView<ArtifactSpec.Definition> artifacts;
  private final DefinitionStore definitions;
  private final ArtifactStore store;
  private final Usage usage;
  private final Optional<ArtifactLinks> links;
  private final Limits limits;
  private final InstantSource clock;

  /**
   * @param mostBytes of one artifact
   * @param grace for how long one that nothing uses is kept after its upload
   */
  public record Limits(long mostBytes, Duration grace) {}

  /**
   * @param links checks those that Spark fetches by; empty where nobody gave us the key
   */
  public ArtifactHandlers(
      DefinitionKind<ArtifactSpec, ArtifactSpec.Definition> kind,
      DefinitionView<ArtifactSpec.Definition> artifacts,
      DefinitionStore definitions,
      ArtifactStore store,
      Usage usage,
      Optional<ArtifactLinks> links,
      Limits limits,
      InstantSource clock) {
    this.kind = kind;
    this.artifacts = artifacts;
    this.definitions = definitions;
    this.store = store;
    this.usage = usage;
    this.links = links;
    this.limits = limits;
    this.clock = clock;
  }

  /** Takes a file in; the same content again is the same artifact. */
  public Future<Answer> upload(Call call) {
    Query query = new Query(call);
    String file =
        query
            .parsed(
                "file",
                "must be the file's name, of letters, digits, dots, dashes and underscores, such as"
                    + " etl-1.4.jar.",
                ArtifactHandlers::fileName)
            .orElse("artifact.jar");
    query.end();
    Optional<String> promised = call.header("Content-Digest").map(ArtifactHandlers::promised);
    String by = call.principal();
    return store
        .put(call.stream(), limits.mostBytes())
        .compose(stored -> checked(stored, promised))
        .compose(stored -> record(stored, file, by));
  }

  private static String fileName(String text) {
    if (!ArtifactRef.FILE.matcher(text).matches()) {
      throw new IllegalArgumentException("no name");
    }
    return text;
  }

  private static String promised(String header) {
    Matcher matcher = CONTENT_DIGEST.matcher(header);
    if (!matcher.find()) {
      throw Problems.invalid(
          "Content-Digest", "must have the SHA-256 in Base64, as sha-256=:...: (RFC 9530).");
    }
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(matcher.group(1)));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("Content-Digest", "is not Base64 between its colons.");
    }
  }

  private Future<ArtifactStore.Stored> checked(
      ArtifactStore.Stored stored, Optional<String> promised) {
    if (promised.isEmpty() || promised.get().equals(stored.digest())) {
      return Future.succeededFuture(stored);
    }
    ProblemException damaged =
        Problems.invalid(
            "Content-Digest",
            "says "
                + promised.get()
                + ", and what came has "
                + stored.digest()
                + ": it was damaged on its way. Send it again.");
    // Somebody else may have uploaded just that.
    return artifacts.get(stored.digest()).isPresent()
        ? Future.failedFuture(damaged)
        : store.delete(stored.digest()).compose(gone -> Future.failedFuture(damaged));
  }

  private Future<Answer> record(ArtifactStore.Stored stored, String file, String by) {
    String first = artifacts.get(stored.digest()).map(known -> known.spec().file()).orElse(file);
    ArtifactSpec spec = new ArtifactSpec(first, stored.bytes(), clock.instant(), by);
    return definitions
        .put(kind, artifacts, stored.digest(), spec, Precondition.NONE, by)
        .map(
            written ->
                Answer.of(
                        written.created() ? 201 : 200,
                        ArtifactDocument.of(
                            written.definition(), file, usage.names(stored.digest())))
                    .with("Location", kind.path() + stored.digest()));
  }

  public Future<Answer> list(Call call) {
    new Query(call).end();
    List<ArtifactDocument> items =
        artifacts.all().stream()
            .filter(artifact -> isSeen(call.caller(), artifact))
            .map(artifact -> ArtifactDocument.of(artifact, null, usage.names(artifact.name())))
            .toList();
    return Future.succeededFuture(Answer.ok(Map.of("items", items)));
  }

  /** Their own, and what jobs in their scope use. */
  private boolean isSeen(Caller caller, ArtifactSpec.Definition artifact) {
    return caller.scope().isEverything()
        || caller.name().equals(artifact.spec().uploadedBy())
        || usage.jobs(artifact.name()).stream().anyMatch(job -> caller.sees(job.spec().labels()));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    ArtifactSpec.Definition artifact = find(call);
    return Future.succeededFuture(
        Answer.ok(ArtifactDocument.of(artifact, null, usage.names(artifact.name()))));
  }

  private ArtifactSpec.Definition find(Call call) {
    String digest = call.path("name");
    return artifacts
        .get(digest)
        .filter(artifact -> isSeen(call.caller(), artifact))
        .orElseThrow(() -> Problems.notFound("There is no artifact " + digest + "."));
  }

  /** Its bytes, to a person. */
  public Future<Answer> content(Call call) {
    new Query(call).end();
    ArtifactSpec.Definition artifact = find(call);
    return send(artifact.name(), artifact.spec().file(), call.header("Range"));
  }

  /** Its bytes, to Spark, by a link that we or a job-runner made. */
  public Future<Answer> fetch(Call call) {
    Query query = new Query(call);
    String expires = query.text("expires", 18).orElse("");
    String signature = query.text("signature", 100).orElse("");
    query.end();
    ArtifactRef artifact = new ArtifactRef(call.path("digest"), call.path("file"));
    boolean good =
        links.isPresent()
            && expires.matches("[0-9]{1,18}")
            && links.get().isGood(artifact, Long.parseLong(expires), signature, clock.instant());
    if (!good) {
      throw Problems.forbidden("The link is not one of Kindling's, or works no more.");
    }
    return send(artifact.digest(), artifact.file(), call.header("Range"));
  }

  private Future<Answer> send(String digest, String file, Optional<String> range) {
    if (!DIGEST.matcher(digest).matches()) {
      throw Problems.notFound("There is no artifact " + digest + ".");
    }
    return store
        .size(digest)
        .map(
            size -> {
              long whole = sizeOf(digest, size);
              Optional<ByteRange> part = ByteRange.of(range.orElse(null), whole);
              return part.isEmpty()
                  ? bytes(200, digest, file, new ByteRange(0, whole))
                  : part(digest, file, part.get(), whole);
            });
  }

  private static long sizeOf(String digest, OptionalLong size) {
    return size.orElseThrow(
        () ->
            Problems.notFound(
                "The artifact " + digest + " is not here: upload it again, it keeps its name."));
  }

  private Answer part(String digest, String file, ByteRange part, long whole) {
    if (part.length() == 0) {
      throw Problems.rangeNotSatisfiable(whole);
    }
    long last = part.from() + part.length() - 1;
    return bytes(206, digest, file, part)
        .with("Content-Range", "bytes " + part.from() + "-" + last + "/" + whole);
  }

  private Answer bytes(int status, String digest, String file, ByteRange part) {
    BodyStream body = response -> store.send(digest, part.from(), part.length(), response);
    return Answer.of(status, body)
        .with("Content-Type", "application/octet-stream")
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"")
        .with("Accept-Ranges", "bytes")
        .with("ETag", "\"" + digest + "\"");
  }

  public Future<Answer> delete(Call call) {
    new Query(call).end();
    String digest = find(call).name();
    if (!usage.isFree(digest)) {
      List<String> users = usage.names(digest);
      throw Problems.conflict(
          users.isEmpty()
              ? "A run that has not ended uses the artifact."
              : "The artifact is used by job " + String.join(", ", users) + ".");
    }
    return forget(digest, Precondition.of(call)).map(gone -> Answer.noContent());
  }

  /** Deletes what nothing uses, and has not used for a while since it was uploaded. */
  public Future<Answer> collect(Call call) {
    Query query = new Query(call);
    boolean dryRun = query.oneOf("dryRun", List.of("true", "false")).orElse("false").equals("true");
    query.end();
    Future<List<ArtifactDocument>> collected =
        dryRun
            ? Future.succeededFuture(
                unused().stream().map(one -> ArtifactDocument.of(one, null, List.of())).toList())
            : collect();
    return collected.map(items -> Answer.ok(Map.of("items", items)));
  }

  /** As above; called now and then. Two gateways at once do no harm. */
  public Future<List<ArtifactDocument>> collect() {
    List<ArtifactDocument> gone = new ArrayList<>();
    Future<Void> collecting = Future.succeededFuture();
    for (ArtifactSpec.Definition one : unused()) {
      collecting =
          collecting
              .compose(before -> forget(one.name(), Precondition.NONE))
              .map(
                  deleted -> {
                    gone.add(ArtifactDocument.of(one, null, List.of()));
                    return null;
                  });
    }
    return collecting.map(done -> gone);
  }

  private List<ArtifactSpec.Definition> unused() {
    Instant before = clock.instant().minus(limits.grace());
    return artifacts.all().stream()
        .filter(artifact -> artifact.spec().uploadedAt().isBefore(before))
        .filter(artifact -> usage.isFree(artifact.name()))
        .toList();
  }

  /** The record first: a file without one is only lost space, and an upload brings both back. */
  private Future<Void> forget(String digest, Precondition precondition) {
    return definitions
        .delete(kind, artifacts, digest, precondition)
        .compose(deleted -> store.delete(digest));
  }
}
