package dev.kindling.shipper.delivery;

import dev.kindling.shipper.document.LogDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A search index in memory: creates once, answers 409 after that. Answers only when the test says
 * so, in any order, and fails as the test says.
 */
public final class MemoryStore implements SearchStore {
  private final Map<String, LogDocument> documents = new HashMap<>();
  private final List<Request> open = new ArrayList<>();
  private final Deque<Function<List<LogDocument>, BulkOutcome>> faults = new ArrayDeque<>();
  private final List<Integer> batchSizes = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private Predicate<LogDocument> refusal = document -> false;
  private int preparations;
  private int duplicates;

  /** The next bulk request ends like this instead. */
  public void failNext(Function<List<LogDocument>, BulkOutcome> fault) {
    faults.add(fault);
  }

  public void trouble(Optional<String> now) {
    this.trouble = now;
  }

  /** An index refuses a document for what it says, so it does so every time. */
  public void refuse(Predicate<LogDocument> which) {
    this.refusal = which;
  }

  public List<LogDocument> documents() {
    return List.copyOf(documents.values());
  }

  public List<Integer> batchSizes() {
    return batchSizes;
  }

  public int preparations() {
    return preparations;
  }

  public int duplicates() {
    return duplicates;
  }

  public int openRequests() {
    return open.size();
  }

  /** Indexes and answers one of the open requests. */
  public void answer(int which) {
    Request request = open.remove(which);
    request.done().accept(work(request.batch()));
  }

  /** Answers until no request is open. */
  public void answerAll() {
    while (!open.isEmpty()) {
      answer(0);
    }
  }

  /** Indexes an open request whose answer is never seen: the process died before. */
  public void indexWithoutAnswer(int which) {
    work(open.remove(which).batch());
  }

  /** The process died: nobody waits for answers any more. */
  public void forgetOpen() {
    open.clear();
  }

  @Override
  public void prepare(Consumer<Optional<String>> done) {
    preparations++;
    done.accept(trouble);
  }

  @Override
  public void bulk(List<LogDocument> batch, Consumer<BulkOutcome> done) {
    batchSizes.add(batch.size());
    open.add(new Request(List.copyOf(batch), done));
  }

  @Override
  public void close() {
    open.clear();
  }

  private BulkOutcome work(List<LogDocument> batch) {
    Function<List<LogDocument>, BulkOutcome> fault = faults.poll();
    return fault == null ? create(batch) : fault.apply(batch);
  }

  /** What a healthy index does. */
  public BulkOutcome create(List<LogDocument> batch) {
    return new BulkOutcome.Answered(batch.stream().map(this::createOne).toList());
  }

  public ItemResult createOne(LogDocument document) {
    if (refusal.test(document)) {
      return new ItemResult(400, "document_parsing_exception", "bad");
    }
    String key = document.index() + "/" + document.id();
    if (documents.putIfAbsent(key, document) != null) {
      duplicates++;
      return new ItemResult(409, "version_conflict_engine_exception", "exists");
    }
    return new ItemResult(201, null, null);
  }

  private record Request(List<LogDocument> batch, Consumer<BulkOutcome> done) {}
}
