package dev.kindling.bench.submission;

import dev.kindling.bench.http.Connections;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Triggers on one topic, each for its own type of event, and the job that each of them runs. */
final class EventTriggers {
  private final EventTopic topic;
  private final String name;
  private final int count;

  private EventTriggers(EventTopic topic, String name, int count) {
    this.topic = topic;
    this.name = name;
    this.count = count;
  }

  /**
   * Defines them, and waits until they work.
   *
   * @param jobs over which their runs are spread
   */
  static EventTriggers define(SubmissionGround ground, EventTopic topic, int count, int jobs) {
    EventTriggers triggers = new EventTriggers(topic, topic.name(), count);
    try (Connections gateway = new Connections(ground.gateway(), 1);
        RunWatch watch = new RunWatch(ground.kafka())) {
      for (int job = 0; job < jobs; job++) {
        Submissions.define(
            gateway.lane(0),
            "/api/v1/jobs/" + triggers.job(job),
            Submissions.jobSpec(ground.jar()));
      }
      for (int number = 0; number < count; number++) {
        Map<String, Object> spec =
            Map.of(
                "job",
                triggers.job(number % jobs),
                "topic",
                topic.name(),
                "filter",
                "event.type == '" + type(number) + "'");
        Submissions.define(
            gateway.lane(0), "/api/v1/triggers/" + triggers.trigger(number), Json.bytes(spec));
      }
      List<String> first = new ArrayList<>();
      IntStream.range(0, count).forEach(number -> first.add(triggers.send("first", number)));
      first.forEach(run -> Promises.await(watch.accepted(run), "the first run of " + run));
      new RunCancels(gateway.lane(0), watch).end(first);
    }
    return triggers;
  }

  /**
   * Writes an event for the trigger whose turn it is.
   *
   * @param series in which the number is used once
   * @return the id of the run that comes of it
   */
  String send(String series, int number) {
    String id = series + "-" + number;
    topic.send(id, type(number % count));
    return RunIds.ofEvent(trigger(number % count), EventTopic.SOURCE, id);
  }

  private String job(int number) {
    return name + "-job-" + number;
  }

  private String trigger(int number) {
    return name + "-" + number;
  }

  private static String type(int number) {
    return "t" + number;
  }
}
