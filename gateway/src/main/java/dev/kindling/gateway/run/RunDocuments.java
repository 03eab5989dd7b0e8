package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Answer;
import dev.kindling.model.run.Run;
import java.util.Map;

/** Makes runs what the API shows of them. */
public final class RunDocuments {
  private final RunPlaces places;

  public RunDocuments(RunPlaces places) {
    this.places = places;
  }

  /** One run; the schema {@code Run} of the contract. */
  public Record of(Run run) {
    return RunDocument.of(run, places);
  }

  /** The answer to a call that has asked for this run. */
  public Answer accepted(Run run) {
    return answer(202, run);
  }

  Answer answer(int status, Run run) {
    return new Answer(status, Map.of("Location", RunDocument.path(run.id())), of(run));
  }

  RunList list(RunPage page) {
    return new RunList(
        page.runs().stream().map(run -> RunDocument.of(run, places)).toList(),
        page.next() == null ? null : page.next().cursor());
  }
}
