package dev.kindling.gateway.http;

/** Whether a write is meant, or only an answer to what it would come to. */
public enum Intent {
  WRITE,
  DRY_RUN;

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

  /** The answer, which says if nothing was written. */
  public Answer mark(Answer answer) {
    return isDry() ? answer.with("Kindling-Dry-Run", "true") : answer;
  }
}
