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
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.NamedPages;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.kit.eventfile.EventFileName;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.job.JobDefinition;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves artifacts: upload, list, read, delete, collect what nothing uses; and Spark. */
public final class ArtifactHandlers {
  /** RFC 9530: {@code sha-256=:BASE64:}, perhaps beside others. */
  private static final Pattern CONTENT_DIGEST =
      Pattern.compile("(?:^|[, ])sha-256=:([A-Za-z0-9+/=]{1,100}):");

  private static final NamedPages<ArtifactSpec.Definition> PAGES =
      NamedPages.of(ArtifactSpec.Definition::name, artifact -> artifact.spec().file());

  /** So long the record of a file that has come may take. */
  private static final Duration SWEPT_AFTER = Duration.ofHours(1);

  private final DefinitionKind<ArtifactSpec, ArtifactSpec.Definition> kind;
  private final DefinitionView<ArtifactSpec.Definition> artifacts;
  private final DefinitionStore definitions;
  private final ArtifactStore store;
  private final EventFiles events;
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
      EventFiles events,
      Usage usage,
      Optional<ArtifactLinks> links,
      Limits limits,
      InstantSource clock) {
    this.kind = kind;
    this.artifacts = artifacts;
    this.definitions = definitions;
    this.store = store;
    this.events = events;
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
    Intent intent = Intent.read(query);
    query.end();
    Optional<String> promised = call.header("Content-Digest").map(ArtifactHandlers::promised);
    Caller by = call.caller();
    return store
        .put(call.stream(), limits.mostBytes(), digest -> check(digest, promised), intent)
        .compose(stored -> record(stored, file, by, intent));
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

  private static void check(String digest, Optional<String> promised) {
    if (promised.isPresent() && !promised.get().equals(digest)) {
      throw Problems.invalid(
          "Content-Digest",
          "says "
              + promised.get()
              + ", and what came has "
              + digest
              + ": it was damaged on its way. Send it again.");
    }
  }

  private Future<Answer> record(
      ArtifactStore.Stored stored, String file, Caller by, Intent intent) {
    Optional<ArtifactSpec> before =
        artifacts.get(stored.digest()).map(ArtifactSpec.Definition::spec);
    Set<String> owners = new LinkedHashSet<>(before.map(ArtifactSpec::owners).orElse(List.of()));
    owners.add(owner(by));
    ArtifactSpec spec =
        new ArtifactSpec(
            before.map(ArtifactSpec::file).orElse(file),
            stored.bytes(),
            clock.instant(),
            by.name(),
            List.copyOf(owners));
    return definitions
        .put(kind, artifacts, stored.digest(), spec, Precondition.NONE, by.name(), intent)
        .map(
            written ->
                intent.mark(
                    Answer.of(written.created() ? 201 : 200, shown(by, written.definition(), file))
                        .with("Location", kind.path() + stored.digest())));
  }

  /** A name alone may be a key's and a person's. */
  private static String owner(Caller caller) {
    return caller.by().word() + " " + caller.name();
  }

  private ArtifactDocument shown(Caller caller, ArtifactSpec.Definition artifact, String file) {
    List<String> users =
        usage.jobs(artifact.name()).stream()
            .filter(job -> caller.sees(job.spec().labels()))
            .map(JobDefinition::name)
            .toList();
    return ArtifactDocument.of(artifact, file, users);
  }

  public Future<Answer> list(Call call) {
    Caller caller = call.caller();
    List<ArtifactSpec.Definition> seen =
        artifacts.all().stream().filter(artifact -> isSeen(caller, artifact)).toList();
    return Future.succeededFuture(
        Answer.ok(PAGES.page(call, seen, artifact -> shown(caller, artifact, null))));
  }

  /** Their own, and what jobs in their scope use. */
  private boolean isSeen(Caller caller, ArtifactSpec.Definition artifact) {
    return caller.scope().isEverything()
        || artifact.spec().owners().contains(owner(caller))
        || usage.jobs(artifact.name()).stream().anyMatch(job -> caller.sees(job.spec().labels()));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    ArtifactSpec.Definition artifact = find(call);
    return Future.succeededFuture(Answer.ok(shown(call.caller(), artifact, null)));
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
    new Query(call).end();
    String expires = call.path("expires");
    ArtifactRef artifact = new ArtifactRef(call.path("digest"), call.path("file"));
    boolean good =
        links.isPresent()
            && expires.matches("[0-9]{1,18}")
            && links
                .get()
                .isGood(artifact, Long.parseLong(expires), call.path("signature"), clock.instant());
    if (!good) {
      throw Problems.forbidden("The link is not one of Kindling's, or works no more.");
    }
    boolean uploaded = artifacts.get(artifact.digest()).isPresent();
    Optional<Instant> written = uploaded ? Optional.empty() : EventFileName.writtenAt(artifact);
    return written.isPresent()
        ? events.find(artifact.digest(), written.get()).map(found -> all(artifact, found))
        : send(artifact.digest(), artifact.file(), call.header("Range"));
  }

  /** A file of events, whatever range is asked for, as RFC 9110 allows. */
  private static Answer all(ArtifactRef file, EventFiles.Found found) {
    BodyStream body = found::send;
    return named(Answer.of(200, body), file.digest(), file.file())
        .with("Content-Type", "application/x-ndjson")
        .with("Content-Length", Integer.toString(found.bytes()));
  }

  private Future<Answer> send(String digest, String file, Optional<String> range) {
    if (!ArtifactStore.DIGEST.matcher(digest).matches()) {
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
    return named(Answer.of(status, body), digest, file)
        .with("Content-Type", "application/octet-stream")
        .with("Accept-Ranges", "bytes");
  }

  private static Answer named(Answer answer, String digest, String file) {
    return answer
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"")
        // Ranges and length are of these bytes, and not of what a compressor would make of them.
        .with("Content-Encoding", "identity")
        .with("ETag", "\"" + digest + "\"");
  }

  public Future<Answer> delete(Call call) {
    Intent intent = Intent.of(call);
    String digest = find(call).name();
    if (!usage.isFree(digest)) {
      List<String> users = usage.names(digest);
      throw Problems.conflict(
          users.isEmpty()
              ? "A run that has not ended uses the artifact."
              : "The artifact is used by job " + String.join(", ", users) + ".");
    }
    // The file goes with the next sweep: an upload of the same content may be under way.
    return definitions
        .delete(kind, artifacts, digest, Precondition.of(call), intent)
        .map(
            gone -> intent.deleted(() -> Answer.ok(shown(call.caller(), gone.definition(), null))));
  }

  /** Deletes what nothing uses, and has not used for a while since it was uploaded. */
  public Future<Answer> collect(Call call) {
    Query query = new Query(call);
    Intent intent = Intent.read(query);
    query.end();
    if (intent.isDry()) {
      List<ArtifactDocument> items =
          unused().stream().map(one -> ArtifactDocument.of(one, null, List.of())).toList();
      return Future.succeededFuture(intent.mark(Answer.ok(Map.of("items", items))));
    }
    return collect().map(items -> Answer.ok(Map.of("items", items)));
  }

  /**
   * As above; called now and then. What has come into use meanwhile, or was uploaded again, stays:
   * each one is looked at once more, and only the record that was looked at is deleted.
   */
  public Future<List<ArtifactDocument>> collect() {
    List<ArtifactDocument> gone = new ArrayList<>();
    Future<Void> collecting = Future.succeededFuture();
    for (ArtifactSpec.Definition one : unused()) {
      collecting = collecting.compose(before -> collect(one, gone));
    }
    return collecting
        .compose(
            done ->
                store.sweep(
                    digest -> artifacts.get(digest).isPresent(),
                    clock.instant().minus(SWEPT_AFTER)))
        .map(swept -> gone);
  }

  private Future<Void> collect(ArtifactSpec.Definition one, List<ArtifactDocument> gone) {
    if (!usage.isFree(one.name())) {
      return Future.succeededFuture();
    }
    Precondition same = Precondition.same(OptionalLong.of(one.revision()));
    return definitions
        .delete(kind, artifacts, one.name(), same, Intent.WRITE)
        .<Void>map(
            deleted -> {
              gone.add(ArtifactDocument.of(one, null, List.of()));
              return null;
            })
        .recover(
            failure ->
                // Somebody was quicker, here or at another gateway.
                failure instanceof ProblemException problem && problem.problem().status() < 500
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  private List<ArtifactSpec.Definition> unused() {
    Instant before = clock.instant().minus(limits.grace());
    return artifacts.all().stream()
        .filter(artifact -> artifact.spec().uploadedAt().isBefore(before))
        .filter(artifact -> usage.isFree(artifact.name()))
        .toList();
  }
}
