package dev.kindling.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.process.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts together with the services, twice on the same data, in a path with spaces. */
class LocalStackIT {
  @TempDir Path temporary;

  @Test
  void startShouldBringAllPartsUpAndCloseShouldLeaveNothing() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("a stack"));
    LocalStack last = null;
    try {
      for (int round = 1; round <= 2; round++) {
        // given
        Set<String> told = new ConcurrentSkipListSet<>();
        // when
        LocalStack stack =
            LocalStack.builder(folder)
                .services(ServiceMode.ONE_JVM)
                .listener((part, took, where) -> told.add(part))
                .start();
        last = stack;
        // then
        assertThat(told)
            .containsExactly(
                "elasticsearch",
                "gateway",
                "job-runner",
                "kafka",
                "log-shipper",
                "scheduler",
                "spark-master",
                "spark-worker-1",
                "spark-worker-2");
        assertThat(Probe.json(stack.gateway().resolve("/api/v1/jobs"))).isPresent();
        JsonNode state = Probe.json(stack.master().ui().resolve("/json/")).orElseThrow();
        assertThat(state.path("aliveworkers").asInt()).isEqualTo(2);
        assertThat(state.path("cores").asInt()).isEqualTo(4);
        List<Long> groups =
            stack.parts().values().stream().flatMap(part -> part.groups().stream()).toList();
        assertThat(groups).hasSize(5);
        assertThat(stack.parts().values()).allMatch(ChildPart::isAlive);
        // when
        stack.close();
        // then
        assertThat(groups).allSatisfy(group -> assertThat(ProcessTable.inGroup(group)).isEmpty());
      }
    } finally {
      if (last != null) {
        last.close();
        last.forget();
      }
    }
  }
}
