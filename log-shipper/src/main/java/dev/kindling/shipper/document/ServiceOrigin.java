package dev.kindling.shipper.document;

import static dev.kindling.shipper.document.JsonBytes.piece;
import static dev.kindling.shipper.document.JsonBytes.quoted;

import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.ServiceLog;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service of Kindling. Its log goes on for ever, so its documents are kept by the day, in UTC, of
 * their own stamps.
 */
public final class ServiceOrigin implements LogOrigin {
  private static final String RUN = "run.id";
  private static final String INSTANCE = "service.node.name";
  private static final Set<String> NO_LABELS = Set.of(RUN, INSTANCE, "service.name");
  private static final byte[] NODE = piece(",\"node\":{\"name\":");
  private static final byte[] RUN_ID = piece(",\"run\":{\"id\":");
  private static final byte[] LABELS = piece(",\"labels\":{");

  private final ServiceLog source;
  private final byte[] file;
  private final byte[] service;

  /**
   * @param source whose log it is
   */
  public ServiceOrigin(ServiceLog source) {
    this.source = source;
    this.file = piece(LogOrigin.fileOf(source));
    this.service = piece(",\"service\":{\"name\":" + quoted(source.service()));
  }

  @Override
  public ServiceLog source() {
    return source;
  }

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
  public byte[] file() {
    return file;
  }

  @Override
  public void describe(JsonBytes out, ParsedEvent event) {
    Map<String, String> context = event.context();
    String instance = source.instance() == null ? context.get(INSTANCE) : source.instance();
    out.raw(service);
    if (instance != null) {
      out.raw(NODE).text(instance).raw('}');
    }
    out.raw('}');
    if (context.containsKey(RUN)) {
      out.raw(RUN_ID).text(context.get(RUN)).raw('}');
    }
    writeLabels(out, context);
  }

  private static void writeLabels(JsonBytes out, Map<String, String> context) {
    boolean any = false;
    for (Map.Entry<String, String> entry : context.entrySet()) {
      if (!NO_LABELS.contains(entry.getKey())) {
        if (any) {
          out.raw(',');
        } else {
          out.raw(LABELS);
        }
        any = true;
        out.text(entry.getKey()).raw(':').text(entry.getValue());
      }
    }
    if (any) {
      out.raw('}');
    }
  }
}
