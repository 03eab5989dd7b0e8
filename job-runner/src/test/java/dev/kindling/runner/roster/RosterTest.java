package dev.kindling.runner.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import dev.kindling.runner.testing.TestRuns;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();

  private void owns(int partition, String url) {
    PartitionOwner owner = new PartitionOwner(partition, "r", url, TestRuns.START);
    roster.apply(PartitionOwner.key(partition), Json.bytes(owner));
  }

  @Test
  void ownerOfShouldBeTheLastOneThatSaidSo() {
    owns(0, "http://a:1");
    owns(1, "http://b:1");
    owns(0, "http://b:1");

    assertThat(roster.ownerOf(0)).contains(URI.create("http://b:1"));
    assertThat(roster.ownerOf(7)).isEmpty();
    assertThat(roster.urls()).containsExactly("http://b:1");
  }

  @Test
  void applyShouldKeepTheOwnerBeforeWhenARecordIsNone() {
    owns(0, "http://a:1");

    roster.apply(PartitionOwner.key(0), "{".getBytes(StandardCharsets.UTF_8));
    roster.apply(PartitionOwner.key(0), "{\"partition\":0}".getBytes(StandardCharsets.UTF_8));

    assertThat(roster.ownerOf(0)).contains(URI.create("http://a:1"));
  }
}
