package dev.kindling.shipper.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kindling.kit.log.event.EventFlag;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.kit.log.parse.ErrorPart;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.shipper.checkpoint.ResumePoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes the document of an event, in the names of ECS plus {@code run.*}, {@code job.*} and {@code
 * spark.*}. Its id is a function of the event's place alone, its index of what stands in the log up
 * to there.
 */
public final class DocumentBuilder {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4_096);

  /**
   * Makes one document.
   *
   * @param origin whose log it is
   * @param key the identity of the stream
   * @param event the event in the file
   * @param parsed what it says
   * @param time the best time that is known if it names none
   * @param stamp the last time that the log has told up to here; null if none
   * @param created when it was read
   * @param after the place behind it
   * @param stream who wants to know that it has arrived
   */
  public LogDocument build(
      LogOrigin origin,
      String key,
      RawEvent event,
      ParsedEvent parsed,
      Instant time,
      Instant stamp,
      Instant created,
      ResumePoint after,
      LogDocument.Arrivals stream) {
    buffer.reset();
    try (JsonGenerator out = json.createGenerator(buffer)) {
      out.writeStartObject();
      out.writeStringField("@timestamp", (parsed.time() == null ? time : parsed.time()).toString());
      out.writeStringField("message", parsed.message());
      writeLog(out, origin, event, parsed);
      writeEvent(out, key, event, created);
      writeError(out, parsed.error());
      origin.describe(out, parsed);
      writeThread(out, parsed.thread());
      if (parsed.traceId() != null) {
        out.writeObjectFieldStart("trace");
        out.writeStringField("id", parsed.traceId());
        out.writeEndObject();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    String id = DocumentId.of(key, event.start(), event.bytes().length);
    String index = origin.index(stamp);
    return new LogDocument(id, index, buffer.toByteArray(), event.start(), after, false, stream);
  }

  private static void writeLog(
      JsonGenerator out, LogOrigin origin, RawEvent event, ParsedEvent parsed) throws IOException {
    out.writeObjectFieldStart("log");
    writeIfPresent(out, "level", parsed.level());
    writeIfPresent(out, "logger", parsed.logger());
    out.writeNumberField("offset", event.start());
    Set<EventFlag> flags = EnumSet.noneOf(EventFlag.class);
    flags.addAll(event.flags());
    if (parsed.time() == null) {
      flags.add(EventFlag.UNDATED);
    }
    if (!flags.isEmpty()) {
      out.writeArrayFieldStart("flags");
      for (EventFlag flag : flags) {
        out.writeString(flag.label());
      }
      out.writeEndArray();
    }
    out.writeStringField("iostream", origin.source().iostream().label());
    out.writeObjectFieldStart("file");
    out.writeStringField("path", origin.source().path().toString());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void writeEvent(JsonGenerator out, String key, RawEvent event, Instant created)
      throws IOException {
    out.writeObjectFieldStart("event");
    out.writeNumberField("length", event.bytes().length);
    out.writeStringField("created", created.toString());
    boolean first = event.group() < 0;
    if (!first || event.flags().contains(EventFlag.TRUNCATED)) {
      long group = first ? event.start() : event.group();
      out.writeStringField("group", DocumentId.group(key, group));
    }
    out.writeEndObject();
  }

  private static void writeError(JsonGenerator out, ErrorPart error) throws IOException {
    if (error != null) {
      out.writeObjectFieldStart("error");
      out.writeStringField("type", error.type());
      writeIfPresent(out, "message", error.message());
      writeIfPresent(out, "stack_trace", error.stackTrace());
      out.writeEndObject();
    }
  }

  private static void writeThread(JsonGenerator out, String thread) throws IOException {
    if (thread != null) {
      out.writeObjectFieldStart("process");
      out.writeObjectFieldStart("thread");
      out.writeStringField("name", thread);
      out.writeEndObject();
      out.writeEndObject();
    }
  }

  private static void writeIfPresent(JsonGenerator out, String name, String value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }
}
