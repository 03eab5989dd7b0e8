package dev.kindling.agent.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.Reaction;
import dev.kindling.agent.testing.Requests;
import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.agent.testing.RunnerServer;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRunnerApiTest extends RunnerApiContract {
  private static final Duration GENEROUS = Duration.ofSeconds(20);

  private final RunnerServer server = new RunnerServer(script);
  private final RunnerScript otherScript = RunnerScript.friendly(9_000, 3_000);
  private final RunnerServer other = new RunnerServer(otherScript);

  @AfterEach
  void closeServers() {
    server.close();
    other.close();
  }

  @Override
  RunnerApi api() {
    return new HttpRunnerApi(List.of(server.url()), 3);
  }

  @Test
  void claimShouldAskTheNextUrlWhenTheFirstIsNotTheOwner() {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    RunnerApi api = new HttpRunnerApi(List.of(server.url(), other.url()), 3);

    Answer<ClaimReply> answer = api.claim(Requests.CLAIM, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(ClaimReply.granted(9_000, 3_000)));
  }

  @Test
  void renewShouldBeginWithTheUrlThatAnsweredLast() {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    RunnerApi api = new HttpRunnerApi(List.of(server.url(), other.url()), 3);
    api.claim(Requests.CLAIM, GENEROUS);

    Answer<LeaseReply> answer = api.renew(Requests.LEASE, GENEROUS);

    assertThat(answer).isEqualTo(new Answer.Given<>(LeaseReply.kept(9_000)));
    assertThat(script.renewals).isEmpty();
  }

  @Test
  void renewShouldLeaveTimeForTheNextUrlWhenTheFirstStalls() {
    script.onRenewal(Reaction.of(Reaction.Kind.STALLED));
    RunnerApi api = new HttpRunnerApi(List.of(server.url(), other.url()), 3);

    Answer<LeaseReply> answer = api.renew(Requests.LEASE, Duration.ofSeconds(4));

    assertThat(answer).isEqualTo(new Answer.Given<>(LeaseReply.kept(9_000)));
    assertThat(script.renewals).hasSize(1);
  }

  @Test
  void claimShouldAskTheOwnerThatAnotherRunnerNames() {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    server.says(GuardProtocol.OWNER_HEADER, other.url().toString());
    RunnerApi api = new HttpRunnerApi(List.of(server.url()), 3);

    assertThat(api.claim(Requests.CLAIM, GENEROUS))
        .isEqualTo(new Answer.Given<>(ClaimReply.granted(9_000, 3_000)));

    // From now on the owner is asked first.
    api.renew(Requests.LEASE, GENEROUS);
    assertThat(script.renewals).isEmpty();
    assertThat(otherScript.renewals).hasSize(1);
  }

  @Test
  void renewShouldFindARunnerThatCameAfterTheDriverWhenTheFirstIsGone() {
    server.says(GuardProtocol.RUNNERS_HEADER, server.url() + ", " + other.url());
    RunnerApi api = new HttpRunnerApi(List.of(server.url()), 3);
    api.renew(Requests.LEASE, GENEROUS);
    server.close();

    assertThat(api.renew(Requests.LEASE, GENEROUS))
        .isEqualTo(new Answer.Given<>(LeaseReply.kept(9_000)));
  }

  @Test
  void claimShouldEndItsRoundWhenTwoRunnersNameEachOther() {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    otherScript.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    server.says(GuardProtocol.OWNER_HEADER, other.url().toString());
    other.says(GuardProtocol.OWNER_HEADER, server.url().toString());

    Answer<ClaimReply> answer =
        new HttpRunnerApi(List.of(server.url()), 3).claim(Requests.CLAIM, GENEROUS);

    assertThat(((Answer.None<ClaimReply>) answer).why()).contains("HTTP 421");
    assertThat(script.claims).hasSize(1);
    assertThat(otherScript.claims).hasSize(1);
  }

  @Test
  void anyCallShouldNameThePartitionOfTheRun() {
    api().claim(Requests.CLAIM, GENEROUS);
    api().renew(Requests.LEASE, GENEROUS);
    api().report(Requests.REPORT, GENEROUS);

    assertThat(server.partitions()).containsExactly("3", "3", "3");
  }

  @Test
  void claimShouldPassOverOwnersThatAreNoUrls() {
    script.onClaim(Reaction.of(Reaction.Kind.NOT_OWNER));
    server.says(GuardProtocol.OWNER_HEADER, "file:///etc/passwd, nonsense, http://");

    assertThat(api().claim(Requests.CLAIM, GENEROUS)).isInstanceOf(Answer.None.class);
  }

  @Test
  void claimShouldNameEveryUrlWhenNobodyListens() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + freePort());
    script.onClaim(Reaction.of(Reaction.Kind.NOT_READY));
    RunnerApi api = new HttpRunnerApi(List.of(nobody, server.url()), 3);

    Answer<ClaimReply> answer = api.claim(Requests.CLAIM, GENEROUS);

    assertThat(answer).isInstanceOf(Answer.None.class);
    assertThat(((Answer.None<ClaimReply>) answer).why())
        .contains(nobody.toString(), server.url() + ": HTTP 503");
  }

  @Test
  void claimShouldKeepThePathOfItsUrl() {
    RunnerApi api = new HttpRunnerApi(List.of(URI.create(server.url() + "/behind/a/proxy")), 3);

    Answer<ClaimReply> answer = api.claim(Requests.CLAIM, GENEROUS);

    assertThat(((Answer.None<ClaimReply>) answer).why()).contains("HTTP 404");
    assertThat(script.claims).isEmpty();
  }

  @Test
  void renewShouldRecoverWhenTheJobInterruptsTheClientsThreads() {
    RunnerApi api = api();
    assertThat(api.renew(Requests.LEASE, GENEROUS)).isInstanceOf(Answer.Given.class);

    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient-"))
        .forEach(Thread::interrupt);

    // The client notices at its own time: a few tries may go without an answer, none may throw.
    long start = System.nanoTime();
    while (!(api.renew(Requests.LEASE, Duration.ofSeconds(1)) instanceof Answer.Given)
        || script.renewals.size() < 5) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
