package dev.kindling.model.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.kindling.model.json.Json;
import java.io.IOException;

/**
 * Writes a job's spec with the text that the same object had before. Every record of a run has one,
 * the runs of a job share it, and it is the greater part of what is written of a run. A spec is
 * never changed; what is equal and another object is written anew.
 */
final class SpecText extends StdSerializer<JobSpec> {
  private static final long serialVersionUID = 1;

  private static final int KEPT = 16;

  /** Longer ones are rare, and not worth their memory on each thread. */
  private static final int LONGEST = 16_384;

  private static final ThreadLocal<Kept[]> LAST = ThreadLocal.withInitial(() -> new Kept[KEPT]);

  private record Kept(JobSpec spec, SerializedString text) {
    /** The same object: to compare what is in it would cost as much as to write it. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(JobSpec other) {
      return spec == other;
    }
  }

  SpecText() {
    super(JobSpec.class);
  }

  @Override
  public void serialize(JobSpec spec, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    if (json instanceof TokenBuffer) {
      // A tree takes no text.
      provider.defaultSerializeValue(spec, json);
      return;
    }
    Kept[] kept = LAST.get();
    int place = System.identityHashCode(spec) & (KEPT - 1);
    Kept last = kept[place];
    if (last == null || !last.isOf(spec)) {
      last = new Kept(spec, new SerializedString(Json.text(spec)));
      if (last.text().charLength() <= LONGEST) {
        kept[place] = last;
      }
    }
    json.writeRawValue(last.text());
  }
}
