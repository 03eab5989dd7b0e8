package dev.kindling.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The known values were made by another program (Python's hashlib and uuid).
 *
 * <p>An id that changed between releases would start every scheduled run a second time.
 */
class RunIdsTest {
  private static final Instant FIRE = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void idsShouldStayWhatTheyAre() {
    assertThat(RunIds.ofIdempotencyKey("word-count", "order-17"))
        .isEqualTo("164439bb-5839-8252-a2df-75b8b1e22d48");
    assertThat(RunIds.ofSchedule("nightly", FIRE))
        .isEqualTo("6939b6b9-15db-89c9-ad25-0da24b0e544e");
    assertThat(RunIds.ofEvent("on-upload", "/uploads", "e-1"))
        .isEqualTo("8bb1b996-78ba-8d22-98ef-8cb554f66308");
    assertThat(RunIds.ofRecord("on-upload", "uploads", 3, 42))
        .isEqualTo("94fad20d-c9b2-8e60-b924-38d7ebbb6a04");
  }

  @Test
  void tokenHashShouldBeSha256InHex() {
    // The first test vector of FIPS 180-2.
    assertThat(RunIds.tokenHash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void namedIdsShouldBeUuidsOfVersion8() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(RunIds.ofEvent("t", "s", Long.toString(random.nextLong())));
      assertThat(id.version()).isEqualTo(8);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  @Test
  void randomIdsShouldBeUuidsOfVersion7ThatSortByTime() {
    Random random = new Random(2);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(RunIds.random(FIRE.plusMillis(i), random));
      UUID id = UUID.fromString(ids.get(i));
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(FIRE.plusMillis(i).toEpochMilli());
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idsShouldDifferWhenAnyPartDiffersAndWhenPartsAreCutElsewhere() {
    Set<String> ids = new HashSet<>();
    List<String> all =
        List.of(
            RunIds.ofIdempotencyKey("a", "bc"),
            RunIds.ofIdempotencyKey("ab", "c"),
            RunIds.ofIdempotencyKey("abc", ""),
            RunIds.ofIdempotencyKey("", "abc"),
            RunIds.ofEvent("a", "b", "c"),
            RunIds.ofEvent("ab", "", "c"),
            RunIds.ofEvent("a", "bc", ""),
            RunIds.ofSchedule("a", FIRE),
            RunIds.ofSchedule("a", FIRE.plusSeconds(1)),
            RunIds.ofSchedule("b", FIRE),
            RunIds.ofEvent("schedule", "a", FIRE.toString()),
            RunIds.ofRecord("a", "b", 1, 23),
            RunIds.ofRecord("a", "b", 12, 3),
            RunIds.ofRecord("a", "b1", 2, 3));
    ids.addAll(all);

    assertThat(ids).hasSameSizeAs(all);
  }

  @Test
  void idsShouldBeTheSameForTheSameCause() {
    assertThat(RunIds.ofRecord("t", "topic", 0, 1)).isEqualTo(RunIds.ofRecord("t", "topic", 0, 1));
  }
}
