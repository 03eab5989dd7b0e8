package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.service.CommonConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The least that a burst costs: as many records, as long as requests are, acknowledged by all. */
final class RawProduce implements Contestant {
  static final String TOPIC = "bench-raw";
  private static final int REQUEST_BYTES = 800;

  private final CommonConfig config;
  private final long broker;
  private final int records;
  private KafkaProducer<String, byte[]> producer;

  RawProduce(CommonConfig config, long broker, int records) {
    this.config = config;
    this.broker = broker;
    this.records = records;
  }

  @Override
  public String name() {
    return "raw produce";
  }

  @Override
  public Role role() {
    return Role.LIMIT;
  }

  @Override
  public List<Long> processes() {
    return List.of(broker);
  }

  @Override
  public void prepare(int round) {
    producer = new KafkaProducer<>(KafkaProperties.producer(config));
    producer.partitionsFor(TOPIC);
  }

  @Override
  public Timings run(int round) {
    byte[] value = new byte[REQUEST_BYTES];
    List<Future<RecordMetadata>> sent = new ArrayList<>(records);
    long begin = System.nanoTime();
    for (int i = 0; i < records; i++) {
      sent.add(producer.send(new ProducerRecord<>(TOPIC, "bench", value)));
    }
    try {
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException("a record was not acknowledged", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while measuring", e);
    }
    long elapsed = System.nanoTime() - begin;
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      passages.add(new Passage(elapsed, Map.of()));
    }
    return new Timings(passages, elapsed);
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
