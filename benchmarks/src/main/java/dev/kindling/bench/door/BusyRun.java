package dev.kindling.bench.door;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Resident;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The writers' requests while many read the changes of one run that changes all the time. */
final class BusyRun implements Contestant {
  private static final long OPEN_SECONDS = 60;
  private static final long HEARD_SECONDS = 5;

  private final Requests writers;
  private final Vertx vertx;
  private final DoorPlan plan;
  private final CommonConfig config;
  private final RequestText stream;
  private final SampleRun run = new SampleRun();
  private final List<NetSocket> sockets = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong heard = new AtomicLong();
  private final List<Double> residentMebibytes = new ArrayList<>();
  private double without;
  private KafkaProducer<String, byte[]> producer;
  private NetClient client;
  private long timer;

  /**
   * @param writers whose requests are timed
   * @param key of a caller who may read
   */
  BusyRun(Requests writers, CommonConfig config, String key) {
    this.writers = writers;
    this.vertx = writers.vertx();
    this.plan = writers.plan();
    this.config = config;
    this.stream =
        RequestText.get(writers.target().server(), "/api/v1/runs/" + SampleRun.ID + "/events", key);
  }

  @Override
  public String name() {
    return "POST, " + plan.readers() + " readers";
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public List<Long> processes() {
    return writers.processes();
  }

  /** The gateway's memory with all readers, after each round, in MiB. */
  List<Double> residentMebibytes() {
    return residentMebibytes;
  }

  /** By how much it is more than before the first of them came. */
  List<Double> addedMebibytes() {
    return residentMebibytes.stream().map(with -> with - without).toList();
  }

  @Override
  public void prepare(int round) {
    if (residentMebibytes.isEmpty()) {
      without = Resident.mebibytes(writers.processes().get(0));
    }
    producer = new KafkaProducer<>(KafkaProperties.producer(config));
    change();
    client = vertx.createNetClient();
    open.set(0);
    heard.set(0);
    vertx
        .getOrCreateContext()
        .runOnContext(
            now -> {
              for (int i = 0; i < plan.readers(); i++) {
                client
                    .connect(stream.server().getPort(), stream.server().getHost())
                    .onSuccess(this::read);
              }
            });
    awaitReaders();
    timer = vertx.setPeriodic(1_000L / plan.changesPerSecond(), tick -> change());
  }

  private void read(NetSocket socket) {
    synchronized (sockets) {
      sockets.add(socket);
    }
    socket.handler(
        new Handler<>() {
          private boolean began;

          @Override
          public void handle(Buffer part) {
            heard.incrementAndGet();
            if (!began) {
              began = true;
              open.incrementAndGet();
            }
          }
        });
    socket.write(Buffer.buffer(stream.bytes()));
  }

  private void awaitReaders() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
    while (open.get() < plan.readers()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("only " + open.get() + " streams are open");
      }
      Thread.onSpinWait();
    }
  }

  private void change() {
    producer.send(new ProducerRecord<>(KindlingTopics.RUNS.name(), SampleRun.ID, run.next()));
  }

  @Override
  public Timings run(int round) {
    long before = heard.get();
    Timings timings = writers.run(round);
    // A short round may lie between two changes: the next one must be heard then.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEARD_SECONDS);
    while (heard.get() == before && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    if (heard.get() == before) {
      throw new BenchException("the readers heard nothing meanwhile");
    }
    return timings;
  }

  @Override
  public void clear(int round) {
    residentMebibytes.add(Resident.mebibytes(writers.processes().get(0)));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    synchronized (sockets) {
      sockets.forEach(NetSocket::close);
      sockets.clear();
    }
    if (client != null) {
      client.close();
      client = null;
    }
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
