package dev.kindling.model.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/** Equal short texts become one object, for tables that hold very many values for long. */
final class SharedText extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1;

  /** Longer ones are seldom equal. */
  private static final int LONGEST = 100;

  private SharedText() {
    super(String.class);
  }

  static SimpleModule module() {
    return new SimpleModule("shared-text").addDeserializer(String.class, new SharedText());
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text =
        parser.hasToken(JsonToken.VALUE_STRING)
            ? parser.getText()
            : StringDeserializer.instance.deserialize(parser, context);
    return text == null || text.length() > LONGEST ? text : text.intern();
  }
}
