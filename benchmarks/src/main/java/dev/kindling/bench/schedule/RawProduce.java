package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.service.CommonConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The least that a burst costs: as many records, as long as requests are, acknowledged by all. */
final class RawProduce extends AllAtOnce {
  static final String TOPIC = "bench-raw";
  private static final int REQUEST_BYTES = 800;

  private final CommonConfig config;
  private KafkaProducer<String, byte[]> producer;

  RawProduce(CommonConfig config, long broker, int records) {
    super("raw produce", Role.LIMIT, broker, records);
    this.config = config;
  }

  @Override
  public void prepare(int round) {
    producer = new KafkaProducer<>(KafkaProperties.producer(config));
    producer.partitionsFor(TOPIC);
  }

  @Override
  long write() {
    byte[] value = new byte[REQUEST_BYTES];
    List<Future<RecordMetadata>> sent = new ArrayList<>(records());
    long begin = System.nanoTime();
    for (int i = 0; i < records(); i++) {
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
    return System.nanoTime() - begin;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
