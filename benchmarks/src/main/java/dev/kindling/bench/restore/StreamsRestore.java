package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/** The peer: Kafka Streams reads the table into a global store in memory. */
final class StreamsRestore extends Restored {
  private static final String STORE = "runs";
  private static final long MINUTES = 3;

  private final String bootstrap;
  private final Path folder;
  private final int runs;
  private KafkaStreams streams;

  StreamsRestore(String bootstrap, Path folder, int runs, long broker) {
    super("Kafka Streams", Role.PEER, broker);
    this.bootstrap = bootstrap;
    this.folder = folder;
    this.runs = runs;
  }

  @Override
  void restore(int round) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-restore-" + round);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state-" + round).toString());
    properties.put(
        StreamsConfig.globalConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), "5000");
    StreamsBuilder topology = new StreamsBuilder();
    topology.globalTable(
        EndedRunTable.PARTITION.topic(),
        Materialized.<String, byte[]>as(Stores.inMemoryKeyValueStore(STORE))
            .withKeySerde(Serdes.String())
            .withValueSerde(Serdes.ByteArray()));
    streams = new KafkaStreams(topology.build(), properties);
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    try {
      if (!running.await(MINUTES, TimeUnit.MINUTES)) {
        throw new BenchException("Kafka Streams is " + streams.state());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
    long read =
        streams
            .store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()))
            .approximateNumEntries();
    if (read != runs) {
      throw new BenchException("Kafka Streams read " + read + " of " + runs + " runs");
    }
  }

  @Override
  void forget() {
    if (streams != null) {
      streams.close();
      streams = null;
    }
  }
}
