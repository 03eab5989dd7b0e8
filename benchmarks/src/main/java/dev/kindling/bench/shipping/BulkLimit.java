package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The least that a shipper must do: bulk requests of the same documents, made beforehand. */
final class BulkLimit implements Contestant {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String ERRORS = "\"errors\":true";

  private final SearchIndex index;
  private final List<byte[]> bulks;
  private final int lines;
  private final int senders;
  private final long elasticsearch;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param bulks bodies of all requests
   * @param lines of the log that they were made of
   * @param senders requests at the same time
   * @param elasticsearch its process
   */
  BulkLimit(SearchIndex index, List<byte[]> bulks, int lines, int senders, long elasticsearch) {
    this.index = index;
    this.bulks = List.copyOf(bulks);
    this.lines = lines;
    this.senders = senders;
    this.elasticsearch = elasticsearch;
  }

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public Role role() {
    return Role.LIMIT;
  }

  @Override
  public List<Long> processes() {
    return List.of(elasticsearch);
  }

  @Override
  public void prepare(int round) {
    index.delete();
  }

  @Override
  public Timings run(int round) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    long begin = System.nanoTime();
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        done.add(threads.submit(() -> send(next)));
      }
      for (Future<?> one : done) {
        one.get();
      }
      return Timings.ofAll(lines, System.nanoTime() - begin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("a sender failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void send(AtomicInteger next) {
    URI uri = index.server().resolve("/_bulk?filter_path=errors");
    int number = next.getAndIncrement();
    while (number < bulks.size()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(BOUND)
              .header("content-type", "application/x-ndjson")
              .POST(HttpRequest.BodyPublishers.ofByteArray(bulks.get(number)))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.body().contains(ERRORS)) {
          throw new BenchException("a bulk request is refused: " + answer.body());
        }
      } catch (IOException e) {
        throw new BenchException("Elasticsearch does not answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
      number = next.getAndIncrement();
    }
  }

  @Override
  public void clear(int round) {
    index.delete();
  }

  @Override
  public void close() {}
}
