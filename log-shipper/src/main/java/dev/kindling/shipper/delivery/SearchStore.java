package dev.kindling.shipper.delivery;

import dev.kindling.shipper.document.LogDocument;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The search index as the delivery sees it. Methods return at once; callbacks come on any thread.
 */
public interface SearchStore extends AutoCloseable {
  /**
   * Installs the index templates and looks whether they have effect.
   *
   * @param done told once: empty when all is well, else what is wrong
   */
  void prepare(Consumer<Optional<String>> done);

  /**
   * Sends one bulk request of creates.
   *
   * @param batch at least one document; not changed until the answer
   * @param done told once, whatever happens
   */
  void bulk(List<LogDocument> batch, Consumer<BulkOutcome> done);

  @Override
  void close();
}
