package dev.kindling.gateway.http;

import java.util.function.Supplier;

/** Whether a write is meant, or only an answer to what it would come to. */
public enum Intent {
  WRITE,
  DRY_RUN;

  private static final String HEADER = "Kindling-Dry-Run";

  /** Of a query that is read further. */
  public static Intent read(Query query) {
    return query.flag("dryRun") ? DRY_RUN : WRITE;
  }

  /** Of a query that has nothing else. */
  public static Intent of(Call call) {
    Query query = new Query(call);
    Intent intent = read(query);
    query.end();
    return intent;
  }

  public boolean isDry() {
    return this == DRY_RUN;
  }

  /** Whether an answer says that nothing was written. */
  static boolean isDry(Answer answer) {
    return answer.headers().containsKey(HEADER);
  }

  /** The answer to a deletion: nothing, or what would be gone. */
  public Answer deleted(Supplier<Answer> was) {
    return isDry() ? mark(was.get()) : Answer.noContent();
  }

  /** The answer, which says if nothing was written. */
  public Answer mark(Answer answer) {
    return isDry() ? answer.with(HEADER, "true") : answer;
  }
}
