package dev.kindling.kit.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Expressions;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
  private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

  private static final Expressions LANGUAGE = new Expressions();

  private static Event one(ConsumerRecord<String, byte[]> carrier) throws UnreadableEvent {
    List<Event> events = EventReader.read(carrier);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static String at(Event event, String expression) {
    try {
      return LANGUAGE.value(expression).value(event.scope()).asText();
    } catch (ExpressionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readShouldSeeAttributesAndDataWhenEventIsStructured() throws UnreadableEvent {
    // given
    String text =
        """
        {"specversion": "1.0", "id": "7", "source": "/shop", "type": "order.placed",
         "subject": "s", "traceparent": "00-1-2-01", "data": {"order": {"id": 5}}}
        """;

    // when
    Event event = one(Records.event(9, text, "content-type", STRUCTURED));

    // then
    assertThat(event.source()).isEqualTo("/shop");
    assertThat(event.id()).isEqualTo("7");
    assertThat(event.traceparent()).isEqualTo("00-1-2-01");
    assertThat(at(event, "event.type")).isEqualTo("order.placed");
    assertThat(at(event, "data.order.id")).isEqualTo("5");
    assertThat(at(event, "topic")).isEqualTo("orders");
    assertThat(at(event, "key")).isEqualTo("key-9");
  }

  @Test
  void readShouldTakeADocumentForACloudEventWhenItHasAllRequiredAttributes()
      throws UnreadableEvent {
    assertThat(
            one(Records.event(
                    9, "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"t\"}"))
                .id())
        .isEqualTo("7");
  }

  @Test
  void readShouldSeeAttributesAndDataWhenEventIsBinary() throws UnreadableEvent {
    // when
    Event event =
        one(
            Records.event(
                9,
                "{\"order\":5}",
                "ce_specversion",
                "1.0",
                "ce_id",
                "7",
                "ce_source",
                "/shop",
                "ce_type",
                "t",
                "CE_tenant",
                "x",
                "content-type",
                "application/json",
                "traceparent",
                "00-3-4-01"));

    // then
    assertThat(event.source()).isEqualTo("/shop");
    assertThat(event.traceparent()).isEqualTo("00-3-4-01");
    assertThat(at(event, "event.tenant")).isEqualTo("x");
    assertThat(at(event, "data.order")).isEqualTo("5");
    assertThat(at(event, "headers['ce_type']")).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, hello, data, hello",
    "application/x-thing, hello, data, aGVsbG8=",
    "application/vnd.x+json, '{\"a\":1}', data.a, 1"
  })
  void readShouldKeepDataWhenBinaryEventIsNotJson(
      String type, String value, String path, String expected) throws UnreadableEvent {
    // when
    Event event =
        one(
            Records.event(
                9,
                value,
                "ce_specversion",
                "1.0",
                "ce_id",
                "7",
                "ce_source",
                "/s",
                "ce_type",
                "t",
                "content-type",
                type));

    // then
    assertThat(at(event, path)).isEqualTo(expected);
  }

  @Test
  void readShouldDecodeDataWhenStructuredEventHasItInBase64() throws UnreadableEvent {
    // given
    String text =
        """
        {"specversion": "1.0", "id": "7", "source": "/s", "type": "t",
         "datacontenttype": "application/json", "data_base64": "eyJhIjoxfQ=="}
        """;

    // then
    assertThat(at(one(Records.event(9, text, "content-type", STRUCTURED)), "data.a"))
        .isEqualTo("1");
  }

  @Test
  void readShouldPutTheDocumentUnderDataWhenItIsPlainJson() throws UnreadableEvent {
    // when
    Event event = one(Records.event(9, "{\"id\":\"7\",\"list\":[{\"a\":1}]}"));

    // then
    assertThat(event.hasIdentity()).isFalse();
    assertThat(at(event, "data.id")).isEqualTo("7");
    assertThat(at(event, "data.list[0].a")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      not json            | -                                  | It is not JSON: Unrecognized token 'not'
      {} {}               | -                                  | It is not JSON
      [1]                 | application/cloudevents+json       | it is not a JSON object
      {"id":"1"}          | application/cloudevents+json       | It is a CloudEvent without "specversion".
      {}                  | application/cloudevents-batch+json | it is not a JSON array
      [{"id":"1"}]        | application/cloudevents-batch+json | Event 1 of the batch: It is a CloudEvent without "specversion".
      {"specversion":"0.3","id":"1","source":"s","type":"t"} | - | version 0.3; triggers read version 1.0
      {"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"%"} | - | is not Base64
      """)
  void readShouldSayWhyWhenEventCannotBeUsed(String value, String type, String message) {
    assertThatThrownBy(() -> EventReader.read(Records.event(9, value, "content-type", type)))
        .isInstanceOf(UnreadableEvent.class)
        .hasMessageContaining(message);
  }

  @Test
  void readShouldSeeEachEventWhenTheyComeInABatch() throws UnreadableEvent {
    // given
    String batch =
        """
        [{"specversion": "1.0", "id": "1", "source": "/s", "type": "t", "data": 5},
         {"specversion": "1.0", "id": "2", "source": "/s", "type": "t"}]
        """;

    // when
    List<Event> events =
        EventReader.read(
            Records.event(9, batch, "content-type", "application/cloudevents-batch+json"));

    // then
    assertThat(events).extracting(Event::id).containsExactly("1", "2");
    assertThat(at(events.get(0), "data")).isEqualTo("5");
    assertThat(
            EventReader.read(
                Records.event(9, "[]", "content-type", "application/cloudevents-batch+json")))
        .isEmpty();
  }

  @Test
  void readShouldSayWhyWhenThereIsNoValue() {
    assertThatThrownBy(() -> EventReader.read(Records.event(9, (byte[]) null)))
        .isInstanceOf(UnreadableEvent.class)
        .hasMessage("It has no value: an event is JSON.");
  }
}
