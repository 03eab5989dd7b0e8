package dev.kindling.scheduler.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.scheduler.Samples;
import dev.kindling.scheduler.request.DefinitionBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TriggerPartitionTest {
  private static final Instant NOW = Samples.BEGIN.plusSeconds(60);
  private static final String CLOUD_EVENT =
      """
      {"specversion": "1.0", "id": "7", "source": "/shop", "type": "order.placed",
       "data": {"order": {"id": 5, "lines": [1, 2]}, "country": "DE", "note": null}}
      """;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TriggerBook book = new TriggerBook((cluster, topics) -> {});
  private final DefinitionBook<JobDefinition> jobs = Samples.book("etl");
  private final TriggerPartition partition =
      new TriggerPartition(
          TriggerBook.HOME,
          book,
          jobs,
          new ParameterSchemas(),
          new MatchTopic(4),
          () -> NOW,
          new TriggerMetrics(meters));

  private void listen(String name, String spec) {
    TriggerDefinition trigger = Triggers.trigger(name, spec);
    book.apply(name, Triggers.stored(trigger));
  }

  private List<ProducerRecord<String, byte[]>> turn(ConsumerRecord<String, byte[]> event) {
    Outbox outbox = new Outbox();
    partition.input(event, NOW, outbox);
    outbox.effects().forEach(Runnable::run);
    return new ArrayList<>(outbox.records());
  }

  private DeadLetter letter(List<ProducerRecord<String, byte[]>> written) {
    assertThat(written).hasSize(1);
    assertThat(written.get(0).topic()).isEqualTo("kindling.dead-letters");
    DeadLetter letter = Json.read(written.get(0).value(), DeadLetter.class);
    assertThat(written.get(0).key()).isEqualTo(letter.source());
    return letter;
  }

  private double events(String outcome) {
    return meters.get("kindling.trigger.events").tag("outcome", outcome).counter().count();
  }

  @Test
  void inputShouldLeaveNothingToCommitWhenNobodyWantsTheEvent() {
    // given
    listen("b", "{\"job\":\"etl\",\"topic\":\"orders\",\"filter\":\"event.type == 'other'\"}");
    listen("c", "{\"job\":\"etl\",\"topic\":\"orders\",\"paused\":true}");

    // when
    Outbox outbox = new Outbox();
    partition.input(Triggers.event(9, CLOUD_EVENT), NOW, outbox);

    // then
    assertThat(outbox.isIdle()).isTrue();
    assertThat(events("filtered")).isEqualTo(1);
    assertThat(events("paused")).isEqualTo(1);
  }

  @Test
  void inputShouldAskForARunWhenTheEventMatches() {
    // given
    listen(
        "on-order",
        """
        {"job": "etl", "topic": "orders",
         "filter": "event.type == 'order.placed' && data.country == 'DE' && data.order.id == 5",
         "parameters": {"order": "data.order", "note": "data.note", "limit": "{'rows': 10}",
                        "at": "offset"}}
        """);

    // when
    List<ProducerRecord<String, byte[]>> written = turn(Triggers.event(9, CLOUD_EVENT));

    // then
    assertThat(written).hasSize(1);
    assertThat(written.get(0).key()).isEqualTo("pool-1");
    RunRequest.Requested request = Samples.requests(written).get(0);
    assertThat(request.runId()).isEqualTo(RunIds.ofEvent("on-order", "/shop", "7"));
    assertThat(request.origin())
        .isEqualTo(Origin.first(Origin.Kind.TRIGGER, "on-order", "7", null));
    assertThat(request.job()).isEqualTo(Samples.job("etl"));
    assertThat(request.requestedAt()).isEqualTo(NOW);
    assertThat(request.parameters().path("order").path("lines").path(1).asInt()).isEqualTo(2);
    assertThat(request.parameters().path("note")).isEqualTo(NullNode.instance);
    assertThat(request.parameters().path("limit").path("rows").asInt()).isEqualTo(10);
    assertThat(request.parameters().path("at").asInt()).isEqualTo(9);
    assertThat(events("fired")).isEqualTo(1.0);
  }

  @Test
  void inputShouldNameTheRunByItsPlaceWhenTheEventIsPlainJson() {
    // given
    listen("any", "{\"job\":\"etl\",\"topic\":\"orders\"}");

    // when
    RunRequest.Requested request = Samples.requests(turn(Triggers.event(9, "{\"x\":1}"))).get(0);

    // then
    assertThat(request.runId()).isEqualTo(RunIds.ofRecord("any", "orders", 2, 9));
    assertThat(request.origin().detail()).isEqualTo("orders-2@9");
  }

  @Test
  void inputShouldAskForTheSameRunWhenTheEventComesTwice() {
    // given
    listen("any", "{\"job\":\"etl\",\"topic\":\"orders\"}");

    // then
    assertThat(Samples.requests(turn(Triggers.event(9, CLOUD_EVENT))).get(0).runId())
        .isEqualTo(Samples.requests(turn(Triggers.event(10, CLOUD_EVENT))).get(0).runId());
  }

  @Test
  void inputShouldGiveTheEventToEachTriggerWhenSeveralListen() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\"}");
    listen("b", "{\"job\":\"etl\",\"topic\":\"orders\",\"filter\":\"event.type == 'other'\"}");
    listen("c", "{\"job\":\"etl\",\"topic\":\"orders\",\"paused\":true}");
    listen("d", "{\"job\":\"etl\",\"topic\":\"returns\"}");
    listen("e", "{\"job\":\"etl\",\"topic\":\"orders\",\"filter\":\"data.note == 'null'\"}");

    // when
    List<RunRequest.Requested> requests = Samples.requests(turn(Triggers.event(9, CLOUD_EVENT)));

    // then
    assertThat(requests).extracting(request -> request.origin().name()).containsExactly("a");
    assertThat(events("filtered")).isEqualTo(2.0);
    assertThat(events("paused")).isEqualTo(1.0);
  }

  @Test
  void inputShouldWriteOneDeadLetterWhenTheEventIsNotJson() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\"}");
    listen("b", "{\"job\":\"etl\",\"topic\":\"orders\"}");
    byte[] value = {(byte) 0xff, 0, 1};

    // when
    DeadLetter letter = letter(turn(Triggers.event(9, value)));

    // then
    assertThat(letter.source()).isEqualTo("topic/orders");
    assertThat(letter.trigger()).isNull();
    assertThat(letter.reason()).startsWith("It is not JSON");
    assertThat(letter.topic()).isEqualTo("orders");
    assertThat(letter.partition()).isEqualTo(2);
    assertThat(letter.offset()).isEqualTo(9);
    assertThat(letter.key()).isEqualTo("key-9");
    assertThat(Base64.getDecoder().decode(letter.valueBase64())).isEqualTo(value);
    assertThat(letter.refusedAt()).isEqualTo(NOW);
    assertThat(events("unreadable")).isEqualTo(1.0);
  }

  @Test
  void inputShouldWriteADeadLetterWhenTheMappingFails() {
    // given
    listen(
        "a",
        """
        {"job": "etl", "topic": "orders",
         "parameters": {"y": "data.order.id", "x": "data.none", "z": "event.subject"}}
        """);

    // when
    DeadLetter letter = letter(turn(Triggers.event(9, CLOUD_EVENT)));

    // then
    assertThat(letter.source()).isEqualTo("trigger/a");
    assertThat(letter.trigger()).isEqualTo("a");
    assertThat(letter.reason())
        .isEqualTo(
            "\"data.none\" has no value here: key 'none' is not present in map. Where a value may be"
                + " missing, ask with has(…) or .orValue(…).");
    assertThat(events("refused")).isEqualTo(1.0);
  }

  @Test
  void inputShouldWriteOneDeadLetterForAllThatATriggerRefusesOfABatch() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\",\"parameters\":{\"n\":\"data.n\"}}");
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"t\",\"data\":%s}";
    String batch =
        "["
            + event.formatted("1", "{}")
            + ","
            + event.formatted("2", "{\"n\":5}")
            + ","
            + event.formatted("3", "{}")
            + "]";

    // when
    List<ProducerRecord<String, byte[]>> written =
        turn(Triggers.event(9, batch, "content-type", "application/cloudevents-batch+json"));

    // then
    assertThat(Samples.requests(written))
        .extracting(RunRequest.Requested::runId)
        .containsExactly(RunIds.ofEvent("a", "/s", "2"));
    List<DeadLetter> letters =
        written.stream()
            .filter(one -> one.topic().equals("kindling.dead-letters"))
            .map(one -> Json.read(one.value(), DeadLetter.class))
            .toList();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).events()).containsExactly(1, 3);
    assertThat(letters.get(0).reason())
        .startsWith("2 of 3 events of the batch; the first: \"data.n\" has no value here");
    assertThat(letters.get(0).headers())
        .containsEntry("content-type", "application/cloudevents-batch+json");
  }

  @Test
  void inputShouldBoundTheReasonWhenItQuotesTheEvent() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\",\"filter\":\"data\"}");

    // then
    assertThat(letter(turn(Triggers.event(9, "\"" + "x".repeat(500_000) + "\""))).reason())
        .hasSizeLessThan(2_100)
        .contains("is neither true nor false");
  }

  @Test
  void inputShouldFillInTheSchemasDefaultsWhenTheTriggerGivesNoValue() {
    // given
    Samples.define(
        jobs,
        Samples.job(
            "etl",
            2,
            """
            {"required": ["order", "top"],
             "properties": {"order": {"type": "integer"}, "top": {"default": 10}}}
            """));
    listen(
        "a", "{\"job\":\"etl\",\"topic\":\"orders\",\"parameters\":{\"order\":\"data.order.id\"}}");

    // when
    RunRequest.Requested request = Samples.requests(turn(Triggers.event(9, CLOUD_EVENT))).get(0);

    // then
    assertThat(request.parameters())
        .isEqualTo(Json.tree(Samples.bytes("{\"order\": 5, \"top\": 10}")));
    assertThat(request.job().revision()).isEqualTo(2);
  }

  @Test
  void inputShouldWriteADeadLetterWhenParametersDoNotFitTheJob() {
    // given
    Samples.define(
        jobs,
        Samples.job(
            "etl",
            2,
            "{\"required\": [\"day\"], \"properties\": {\"order\": {\"type\": \"string\"}}}"));
    listen(
        "a", "{\"job\":\"etl\",\"topic\":\"orders\",\"parameters\":{\"order\":\"data.order.id\"}}");

    // when
    DeadLetter letter = letter(turn(Triggers.event(9, CLOUD_EVENT)));

    // then
    assertThat(letter.source()).isEqualTo("trigger/a");
    assertThat(letter.offset()).isEqualTo(9);
    assertThat(letter.reason())
        .startsWith("The parameters do not fit the job \"etl\": ")
        .contains("parameters/order must be a string", "parameters/day is missing")
        .endsWith(". Change the event, what the trigger takes from it, or the job's schema.");
    assertThat(events("refused")).isEqualTo(1.0);
    assertThat(events("fired")).isZero();
  }

  @Test
  void inputShouldWriteADeadLetterWhenTheJobIsNotDefined() {
    // given
    listen("a", "{\"job\":\"missing\",\"topic\":\"orders\"}");

    // then
    assertThat(letter(turn(Triggers.event(9, CLOUD_EVENT))).reason())
        .isEqualTo("The job \"missing\" is not defined: define it, or name another.");
  }

  @Test
  void inputShouldWriteACutDeadLetterWhenTheRunWouldNotFitIntoARecord() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\",\"parameters\":{\"x\":\"data\"}}");

    // when
    List<ProducerRecord<String, byte[]>> written =
        turn(Triggers.event(9, "\"" + "x".repeat(1_000_000) + "\""));

    // then
    DeadLetter letter = letter(written);
    assertThat(letter.reason()).contains("more than 900000 bytes", "Only the first 600000 bytes");
    assertThat(written.get(0).value().length).isLessThan(1_000_000);
  }

  @Test
  void inputShouldWriteADeadLetterWhenNestingIsDeeperThanAnyParserShouldGo() {
    // given
    listen("a", "{\"job\":\"etl\",\"topic\":\"orders\"}");

    // then
    assertThat(letter(turn(Triggers.event(9, "[".repeat(100_000)))).reason())
        .startsWith("It is not JSON");
  }

  @Test
  void inputShouldPassWhenNoTriggerListensAnyMore() {
    assertThat(turn(Triggers.event(9, "not json"))).isEmpty();
  }

  @Test
  void inputShouldLetTheEventWaitWhenTheTriggerHasAShape() {
    // given
    listen(
        "gathers",
        """
        {"job": "etl", "topic": "orders", "filter": "data.country == 'DE'",
         "shape": {"batch": {"count": 2}}}
        """);

    // when
    List<ProducerRecord<String, byte[]>> written = turn(Triggers.event(9, CLOUD_EVENT, "x", "1"));

    // then
    assertThat(written).hasSize(1);
    assertThat(written.get(0).topic()).isEqualTo("kindling.trigger-matches");
    assertThat(written.get(0).key()).isEqualTo("gathers/orders-2@9");
    TriggerMatch match = Json.read(written.get(0).value(), TriggerMatch.class);
    assertThat(match.trigger()).isEqualTo("gathers");
    assertThat(match.id()).isEqualTo("7");
    assertThat(match.data().path("order").path("id").asInt()).isEqualTo(5);
    assertThat(match.headers()).containsEntry("x", "1");
    assertThat(match.at()).isEqualTo(NOW);
    assertThat(events("matched")).isEqualTo(1.0);
  }

  @Test
  void inputShouldPutAllEventsOfATriggerIntoOnePartitionWhenTheyWait() {
    // given
    listen("gathers", "{\"job\":\"etl\",\"topic\":\"orders\",\"shape\":{\"batch\":{\"count\":2}}}");

    // then
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(i -> turn(Triggers.event(i, "{}")).get(0).partition())
                .distinct())
        .hasSize(1);
  }

  @Test
  void inputShouldWriteADeadLetterWhenTheEventIsTooLargeToWait() {
    // given
    listen("gathers", "{\"job\":\"etl\",\"topic\":\"orders\",\"shape\":{\"batch\":{\"count\":2}}}");

    // then
    assertThat(letter(turn(Triggers.event(9, "\"" + "x".repeat(950_000) + "\""))).reason())
        .startsWith("The event is more than 900000 bytes");
  }
}
