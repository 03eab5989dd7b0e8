package dev.kindling.agent.runner;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The job-runner over HTTP. One call is one round over its URLs, beginning with the one that
 * answered last, until one speaks for the owner of the run's partition; the call's time is shared
 * among them. One that is not the owner (421) may name it, and that one is asked next. Every answer
 * tells of the other job-runners, so that a driver finds those that came after it. Plain HTTP/1.1,
 * no proxy, no redirects, whatever the job does to the JVM's defaults.
 */
public final class HttpRunnerApi implements RunnerApi {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int CONFLICT = 409;

  private static final int MISDIRECTED = 421;

  private final RunnerAddresses addresses;
  private final String partition;
  private volatile HttpClient client = newClient();

  /**
   * Creates the client; nothing is sent yet.
   *
   * @param urls the instances of the job-runner without a last slash, never empty
   * @param partition the run's, from 0
   */
  public HttpRunnerApi(List<URI> urls, int partition) {
    this.addresses = new RunnerAddresses(urls);
    this.partition = Integer.toString(partition);
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(CONNECT)
        .build();
  }

  @Override
  public Answer<ClaimReply> claim(ClaimRequest request, Duration timeout) {
    return round(
        GuardProtocol.CLAIMS_PATH,
        WireJson.write(request),
        timeout,
        response -> WireJson.claimReply(response.body()));
  }

  @Override
  public Answer<LeaseReply> renew(LeaseRequest request, Duration timeout) {
    return round(
        GuardProtocol.LEASES_PATH,
        WireJson.write(request),
        timeout,
        response -> WireJson.leaseReply(response.body()));
  }

  @Override
  public Answer<Boolean> report(FinalReport report, Duration timeout) {
    return round(
        GuardProtocol.REPORTS_PATH,
        WireJson.write(report),
        timeout,
        response -> response.statusCode() == OK);
  }

  private <T> Answer<T> round(String path, byte[] body, Duration timeout, Reader<T> reader) {
    long end = System.nanoTime() + timeout.toNanos();
    Deque<URI> next = new ArrayDeque<>(addresses.inOrder());
    Set<URI> tried = new HashSet<>();
    List<String> refusals = new ArrayList<>();
    while (!next.isEmpty()) {
      URI url = next.remove();
      if (!tried.add(url)) {
        continue;
      }
      long share = (end - System.nanoTime()) / (next.size() + 1);
      try {
        T reply = ask(url.resolve(url.getRawPath() + path), body, share, reader);
        addresses.answered(url);
        return new Answer.Given<>(reply);
      } catch (NotOwner e) {
        refusals.add(url + ": " + e.getMessage());
        e.owner().ifPresent(next::addFirst);
      } catch (IOException e) {
        refusals.add(url + ": " + e.getMessage());
      }
    }
    return new Answer.None<>(String.join("; ", refusals));
  }

  private <T> T ask(URI uri, byte[] body, long nanos, Reader<T> reader) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header(GuardProtocol.PARTITION_HEADER, partition)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = send(request, nanos);
    urls(response, GuardProtocol.RUNNERS_HEADER).forEach(addresses::learn);
    int status = response.statusCode();
    if (status == MISDIRECTED) {
      throw new NotOwner(urls(response, GuardProtocol.OWNER_HEADER));
    }
    if (status != OK && status != CONFLICT) {
      throw new IOException("HTTP " + status);
    }
    return reader.read(response);
  }

  /** What is no URL of a job-runner is passed over: a newer one may say more. */
  private static List<URI> urls(HttpResponse<?> response, String header) {
    List<URI> urls = new ArrayList<>();
    for (String text : response.headers().firstValue(header).orElse("").split(",", -1)) {
      try {
        URI url = new URI(text.strip());
        if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            && url.getHost() != null) {
          urls.add(url);
        }
      } catch (URISyntaxException e) {
        // Told above.
      }
    }
    return urls;
  }

  /**
   * Waits on the future, not with HttpRequest.timeout: that one ends when the headers are there
   * (JDK-8208693), and an endpoint that stalls in its body would hold us for ever.
   */
  private HttpResponse<byte[]> send(HttpRequest request, long nanos) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> sent = begin(request);
    try {
      return sent.get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    } catch (TimeoutException e) {
      throw new IOException("no answer in " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", e);
    } catch (InterruptedException e) {
      // Only user code could interrupt one of our threads; the caller asks again.
      throw new IOException("interrupted", e);
    } finally {
      sent.cancel(true);
    }
  }

  /**
   * A client dies with its selector thread, and that dies when a job interrupts all threads that it
   * finds; from then on it takes no request. A new one serves the next try.
   */
  private CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest request) throws IOException {
    try {
      return client.sendAsync(request, HttpRunnerApi::jsonOnly);
    } catch (RuntimeException e) {
      client = newClient();
      throw new IOException("the HTTP client was dead: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Something else may listen behind a stale URL: only JSON is read, the rest is dropped. */
  private static HttpResponse.BodySubscriber<byte[]> jsonOnly(HttpResponse.ResponseInfo info) {
    boolean json =
        info.headers()
            .firstValue("Content-Type")
            .map(type -> type.startsWith("application/json"))
            .orElse(false);
    return json
        ? BodySubscribers.ofByteArray()
        : BodySubscribers.mapping(BodySubscribers.discarding(), nothing -> new byte[0]);
  }

  /** It answered that another one is the owner, which it may have named. */
  private static final class NotOwner extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<URI> owner;

    NotOwner(List<URI> owner) {
      super("HTTP 421, the owner is " + (owner.isEmpty() ? "not known" : owner.get(0)));
      this.owner = owner;
    }

    Optional<URI> owner() {
      return owner.stream().findFirst();
    }
  }

  private interface Reader<T> {
    T read(HttpResponse<byte[]> response) throws IOException;
  }
}
