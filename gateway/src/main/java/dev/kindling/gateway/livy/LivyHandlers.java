package dev.kindling.gateway.livy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.log.LogLine;
import dev.kindling.gateway.log.LogSearch;
import dev.kindling.gateway.log.LogTails;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.gateway.run.RunPlaces;
import dev.kindling.gateway.run.RunRequests;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Serves batches as Apache Livy does, so that its clients run unchanged against {@code /livy}. Each
 * batch is a run like any other.
 */
public final class LivyHandlers {
  private static final int DEFAULT_SIZE = 20;
  private static final int DEFAULT_LINES = 100;
  private static final int MOST = 1_000;
  private static final int LARGEST_FROM = 1_000_000;
  private static final int LARGEST_ID = 1_000_000_000;
  private static final int TRIES = 10;

  private final RunStarts starts;
  private final RunIndex index;
  private final KnownRuns runs;
  private final RunRequests requests;
  private final LogTails logs;
  private final Function<JobSpec, List<FieldProblem>> check;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RunPlaces places;

  /**
   * @param check what is wrong with the spec of a job
   */
  public LivyHandlers(
      RunStarts starts,
      RunIndex index,
      KnownRuns runs,
      RunRequests requests,
      LogSearch logs,
      Function<JobSpec, List<FieldProblem>> check,
      InstantSource clock,
      RandomGenerator random,
      RunPlaces places) {
    this.starts = starts;
    this.index = index;
    this.runs = runs;
    this.requests = requests;
    this.logs = new LogTails(logs);
    this.check = check;
    this.clock = clock;
    this.random = random;
    this.places = places;
  }

  public Future<Answer> create(Call call) {
    query(call);
    LivyOrder order = SpecReader.read(call.body(), LivyOrder.class, LivyOrder::problems);
    JobSpec spec = order.job(call.caller().scope().labels());
    List<FieldProblem> problems = check.apply(spec);
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
    String by = call.principal();
    JobDefinition job = new JobDefinition(LivyIds.job(order.name()), 1, spec, clock.instant(), by);
    String traceparent = call.traceparent();
    return free(TRIES)
        .compose(
            number -> {
              Origin origin = Origin.first(Origin.Kind.API, null, Integer.toString(number), by);
              return starts
                  .ask(
                      new RunRequest.Requested(
                          LivyIds.run(number),
                          job,
                          JsonNodeFactory.instance.objectNode(),
                          origin,
                          traceparent,
                          clock.instant()),
                      Intent.WRITE)
                  .map(
                      run ->
                          Answer.of(201, LivyBatch.of(number, run, places))
                              .with("Location", "/livy/batches/" + number));
            });
  }

  /** A number that no run has. */
  private Future<Integer> free(int tries) {
    int number = random.nextInt(LARGEST_ID);
    return runs.look(LivyIds.run(number))
        // That a number of an archived run is drawn again is one in a thousand million.
        .otherwise(Optional.empty())
        .compose(
            taken ->
                taken.isEmpty() || tries == 0 ? Future.succeededFuture(number) : free(tries - 1));
  }

  /** Doing as somebody else is what Livy's clients may ask for in the query. */
  private static void query(Call call) {
    Query query = new Query(call);
    if (query.text("doAs", 300).isPresent()) {
      throw Problems.invalid(
          "doAs", "cannot be served: drivers run as the user of the Spark workers.");
    }
    query.end();
  }

  /** The batches of a page, the first one first. */
  private record Batches(int from, int total, List<LivyBatch> sessions) {}

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    int from = query.integer("from", 0, 0, LARGEST_FROM);
    int size = query.integer("size", DEFAULT_SIZE, 1, MOST);
    query.end();
    List<LivyBatch> batches =
        index
            .all()
            .filter(run -> LivyIds.batch(run).isPresent())
            .filter(run -> call.caller().sees(run.job().spec().labels()))
            .sorted(Comparator.comparing(Run::requestedAt).thenComparing(Run::id))
            .map(run -> LivyBatch.of(LivyIds.batch(run).getAsInt(), run, places))
            .toList();
    return Future.succeededFuture(
        Answer.ok(
            new Batches(from, batches.size(), batches.stream().skip(from).limit(size).toList())));
  }

  public Future<Answer> get(Call call) {
    query(call);
    return find(call).map(run -> Answer.ok(LivyBatch.of(number(call), run, places)));
  }

  private record State(int id, String state) {}

  public Future<Answer> state(Call call) {
    query(call);
    return find(call).map(run -> Answer.ok(new State(number(call), LivyBatch.state(run.state()))));
  }

  private record Log(int id, int from, int total, List<String> log) {}

  /** Lines from a place on; the last ones if none is given, as Livy does. */
  public Future<Answer> log(Call call) {
    Query query = new Query(call);
    int from = query.integer("from", -1, -1, LARGEST_FROM);
    int size = query.integer("size", DEFAULT_LINES, 1, MOST);
    query.end();
    return find(call)
        .compose(run -> from < 0 ? logs.last(run.id(), size) : logs.from(run.id(), from, size))
        .map(
            lines -> {
              int begin = Math.max(0, from);
              List<String> texts = lines.stream().map(LogLine::message).toList();
              // Clients ask on until they have the total, which nobody has counted: one more than
              // they have while there may be more.
              int total = begin + texts.size() + (from >= 0 && texts.size() == size ? 1 : 0);
              return Answer.ok(new Log(number(call), begin, total, texts));
            });
  }

  public Future<Answer> delete(Call call) {
    query(call);
    String by = call.principal();
    String traceparent = call.traceparent();
    return find(call)
        .compose(
            run ->
                run.state().isFinal()
                    ? Future.<Void>succeededFuture()
                    : requests.send(
                        run.routingKey(),
                        new RunRequest.Cancel(
                            run.id(), by, "Deleted through Livy's API", clock.instant()),
                        traceparent))
        .map(done -> Answer.ok(Map.of("msg", "deleted")));
  }

  private Future<Run> find(Call call) {
    return runs.look(LivyIds.run(number(call)))
        .map(
            found ->
                found.orElseThrow(
                    () -> Problems.notFound("Session '" + number(call) + "' not found.")));
  }

  private static int number(Call call) {
    return LivyIds.parse(call.path("batch"))
        .orElseThrow(() -> Problems.notFound("There is no batch " + call.path("batch") + "."));
  }

  /** The id of the run of a batch's path; a path that names none gives one that no run has. */
  public static String runOf(String batch) {
    return LivyIds.parse(batch).isPresent() ? LivyIds.run(LivyIds.parse(batch).getAsInt()) : "none";
  }
}
