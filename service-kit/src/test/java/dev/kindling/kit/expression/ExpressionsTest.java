package dev.kindling.kit.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
  private static final Expressions LANGUAGE = new Expressions();

  private static final EventScope EVENT =
      EventScope.of(
          json("{'type': 'order.placed', 'source': '/shop', 'id': '7', 'tenant': 'a'}"),
          json(
              "{'order': {'id': 42, 'total': 99.5, 'vip': true, 'note': null},"
                  + " 'items': [{'sku': 'x', 'n': 2}, {'sku': 'y', 'n': 0}],"
                  + " 'url': 's3://in/2026/a.csv', 'big': 9007199254740993}"),
          "orders",
          3,
          1_234L,
          "customer-1",
          Map.of("content-type", "application/json"),
          Instant.parse("2026-03-01T10:00:00Z"));

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      event.type == 'order.placed'                             | true
      event.type.startsWith('order.') && data.order.vip        | true
      data.order.total > 100                                   | false
      data.order.total > 99                                    | true
      data.order.id == 42                                      | true
      data.order.id == 42.0                                    | true
      data.big == 9007199254740993                             | true
      data.order.note == null                                  | true
      has(data.order.missing)                                  | false
      data.?order.?missing.orValue('none') == 'none'           | true
      data.items.exists(item, item.n == 0)                     | true
      data.items.filter(item, item.n > 0).size() == 1          | true
      data.url.matches('^s3://in/[0-9]{4}/')                   | true
      topic == 'orders' && partition == 3 && offset >= 1000    | true
      key == 'customer-1' && headers['content-type'] == 'application/json' | true
      time > timestamp('2026-01-01T00:00:00Z')                 | true
      time.getHours('Europe/Berlin') == 11                     | true
      event.?tenant.orValue('') in ['a', 'b']                  | true
      """)
  void filterShouldSayWhetherItHolds(String text, boolean expected) throws ExpressionException {
    assertThat(LANGUAGE.filter(text).holds(EVENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      data.order.id                                    | 42
      data.order.total                                 | 99.5
      data.order.id + 1                                | 43
      'limit'                                          | "limit"
      10                                               | 10
      data.url.split('/')[3]                           | "2026"
      data.items.map(item, item.sku)                   | ["x","y"]
      {'id': data.order.id, 'all': data.items}         | {"id":42,"all":[{"sku":"x","n":2},{"sku":"y","n":0}]}
      data.order.vip ? 'fast' : 'slow'                 | "fast"
      data.order.note                                  | null
      time                                             | "2026-03-01T10:00:00Z"
      string(data.order.id)                            | "42"
      data.?order.?missing                             | null
      data.big                                         | 9007199254740993
      """)
  void valueShouldBeJson(String text, String expected) throws ExpressionException {
    assertThat(LANGUAGE.value(text).value(EVENT).toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      data.order.id ==              | is wrong
      evnt.type == 'x'              | undeclared reference to 'evnt'
      partition == 'x'              | found no matching overload
      'text'                        | gives a value of type string, and a filter true or false.
      size(data.items)              | gives a value of type int
      lists.range(20000000).size() > 3 | undeclared reference to 'lists'
      now() > time                  | undeclared reference to 'now'
      """)
  void filterShouldBeRefusedWhenItIsWrong(String text, String message) {
    assertThatThrownBy(() -> LANGUAGE.filter(text))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      data.missing == 1      | has no value here: key 'missing' is not present in map
      data.order             | is neither true nor false but {"id":42
      data.order.id > 'x'    | has no value here
      data.items[7].n == 1   | has no value here
      1 / (partition - 3) == 1 | has no value here
      """)
  void holdsShouldSayWhyWhenThereIsNoValueForTheEvent(String text, String message)
      throws ExpressionException {
    Expression filter = LANGUAGE.filter(text);
    assertThatThrownBy(() -> filter.holds(EVENT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2,3,4,5,6,7,8,9,0].all(a, [1,2,3,4,5,6,7,8,9,0].all(b, [1,2,3,4,5,6,7,8,9,0].all(c,"
            + " [1,2,3,4,5,6,7,8,9,0].all(d, [1,2,3,4,5,6,7,8,9,0].all(e, true)))))",
      })
  void holdsShouldEndWhenAnExpressionIsTooExpensive(String text) throws ExpressionException {
    Expression filter = LANGUAGE.filter(text);
    assertThatThrownBy(() -> filter.holds(EVENT)).isInstanceOf(ExpressionException.class);
  }

  @Test
  void filterShouldBeRefusedWhenItIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> LANGUAGE.filter("true" + " && true".repeat(2_000)))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> LANGUAGE.filter("(".repeat(200) + "true" + ")".repeat(200)))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> LANGUAGE.value(" ")).hasMessageContaining("It is empty");
  }

  @Test
  void plainJsonShouldHaveNoAttributes() throws ExpressionException {
    EventScope plain =
        EventScope.of(
            Json.mapper().createObjectNode(),
            json("[1, 2]"),
            "t",
            0,
            0,
            null,
            Map.of(),
            Instant.EPOCH);
    assertThat(LANGUAGE.filter("!has(event.type) && data[1] == 2 && key == ''").holds(plain))
        .isTrue();
  }
}
