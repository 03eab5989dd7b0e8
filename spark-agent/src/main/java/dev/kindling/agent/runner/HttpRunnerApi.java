package dev.kindling.agent.runner;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The job-runner over HTTP. One call is one round over its URLs, beginning with the one that
 * answered last, until one speaks for the owner; the call's time is shared among them. Plain
 * HTTP/1.1, no proxy, no redirects, whatever the job does to the JVM's defaults.
 */
public final class HttpRunnerApi implements RunnerApi {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int CONFLICT = 409;

  private final List<URI> urls;
  private volatile HttpClient client = newClient();
  private volatile int first;

  /**
   * Creates the client; nothing is sent yet.
   *
   * @param urls the instances of the job-runner without a last slash, never empty
   */
  public HttpRunnerApi(List<URI> urls) {
    this.urls = List.copyOf(urls);
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
    int start = first;
    List<String> refusals = new ArrayList<>();
    for (int tried = 0; tried < urls.size(); tried++) {
      int index = (start + tried) % urls.size();
      URI url = urls.get(index);
      long share = (end - System.nanoTime()) / (urls.size() - tried);
      try {
        T reply = ask(url.resolve(url.getRawPath() + path), body, share, reader);
        first = index;
        return new Answer.Given<>(reply);
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
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = send(request, nanos);
    int status = response.statusCode();
    if (status != OK && status != CONFLICT) {
      throw new IOException("HTTP " + status);
    }
    return reader.read(response);
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

  private interface Reader<T> {
    T read(HttpResponse<byte[]> response) throws IOException;
  }
}
