package dev.kindling.agent.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.agent.testing.Requests;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the guard's own JSON to the mapper that the job-runner uses for the same records. */
class WireJsonTest {
  @Test
  void writeShouldEqualTheMappersJson() throws IOException {
    assertThat(Json.mapper().readTree(WireJson.write(Requests.CLAIM)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(Requests.CLAIM)));
    assertThat(Json.mapper().readTree(WireJson.write(Requests.LEASE)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(Requests.LEASE)));
    assertThat(Json.mapper().readTree(WireJson.write(Requests.REPORT)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(Requests.REPORT)));
  }

  @Test
  void writeShouldLeaveOutWhatIsAbsent() throws IOException {
    ClaimRequest claim = new ClaimRequest("r", 1, "t", null, "h", 1);
    LeaseRequest lease = new LeaseRequest("r", 1, "t", null);
    FinalReport report = new FinalReport("r", 1, "t", 0, null, null, null, null, null);

    assertThat(Json.mapper().readTree(WireJson.write(claim)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(claim)));
    assertThat(Json.mapper().readTree(WireJson.write(lease)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(lease)));
    assertThat(Json.mapper().readTree(WireJson.write(report)))
        .isEqualTo(Json.mapper().readTree(Json.bytes(report)));
  }

  @Test
  void readShouldTakeWhatTheMapperWrites() throws IOException {
    ClaimReply granted = ClaimReply.granted(45_000, 10_000);
    ClaimReply refused = ClaimReply.refused("not you");
    LeaseReply kept = LeaseReply.kept(45_000);
    LeaseReply ended = LeaseReply.ended("cancelled");

    assertThat(WireJson.claimReply(Json.bytes(granted))).isEqualTo(granted);
    assertThat(WireJson.claimReply(Json.bytes(refused))).isEqualTo(refused);
    assertThat(WireJson.leaseReply(Json.bytes(kept))).isEqualTo(kept);
    assertThat(WireJson.leaseReply(Json.bytes(ended))).isEqualTo(ended);
  }

  @Test
  void readShouldPassOverWhatANewerRunnerAdds() throws IOException {
    String json = "{\"new\":{\"granted\":false},\"keep\":true,\"list\":[1,[2]],\"leaseMillis\":5}";

    assertThat(WireJson.leaseReply(bytes(json))).isEqualTo(LeaseReply.kept(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"granted\":\"true\",\"leaseMillis\":9,\"renewalMillis\":1}",
        "{\"granted\":true}",
        "{\"granted\":true,\"leaseMillis\":9}",
        "{\"granted\":true,\"leaseMillis\":0,\"renewalMillis\":1}",
        "{\"granted\":true,\"leaseMillis\":9,\"renewalMillis\":9}",
        "{\"granted\":true,\"leaseMillis\":9,\"renewalMillis\":1"
      })
  void claimReplyShouldThrowWhenItIsNoUsableReply(String json) {
    assertThatThrownBy(() -> WireJson.claimReply(bytes(json))).isInstanceOf(IOException.class);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
