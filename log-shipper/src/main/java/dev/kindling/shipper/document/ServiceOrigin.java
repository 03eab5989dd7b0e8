package dev.kindling.shipper.document;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.ServiceLog;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * A service of Kindling. Its log goes on for ever, so its documents are kept by the day, in UTC, of
 * their own stamps.
 *
 * @param source whose log it is
 */
public record ServiceOrigin(ServiceLog source) implements LogOrigin {
  private static final String RUN = "run.id";
  private static final String SERVICE = "service.name";
  private static final String INSTANCE = "service.node.name";

  @Override
  public RunTag tag() {
    return null;
  }

  @Override
  public String index(Instant stamp) {
    return stamp == null
        ? LogFamily.SERVICES.undated()
        : LogFamily.SERVICES.index(stamp.atZone(ZoneOffset.UTC).toLocalDate());
  }

  @Override
  public Optional<Instant> begun(ZoneId zone) {
    return Optional.empty();
  }

  @Override
  public void describe(JsonGenerator out, ParsedEvent event) throws IOException {
    Map<String, String> context = event.context();
    out.writeObjectFieldStart("service");
    out.writeStringField("name", source.service());
    String instance = source.instance() == null ? context.get(INSTANCE) : source.instance();
    if (instance != null) {
      out.writeObjectFieldStart("node");
      out.writeStringField("name", instance);
      out.writeEndObject();
    }
    out.writeEndObject();
    if (context.containsKey(RUN)) {
      out.writeObjectFieldStart("run");
      out.writeStringField("id", context.get(RUN));
      out.writeEndObject();
    }
    writeLabels(out, context);
  }

  private static void writeLabels(JsonGenerator out, Map<String, String> context)
      throws IOException {
    boolean any = false;
    for (Map.Entry<String, String> entry : context.entrySet()) {
      String key = entry.getKey();
      if (!key.equals(RUN) && !key.equals(SERVICE) && !key.equals(INSTANCE)) {
        if (!any) {
          out.writeObjectFieldStart("labels");
          any = true;
        }
        // Dots would make objects of it.
        out.writeStringField(key.replace('.', '_'), entry.getValue());
      }
    }
    if (any) {
      out.writeEndObject();
    }
  }
}
