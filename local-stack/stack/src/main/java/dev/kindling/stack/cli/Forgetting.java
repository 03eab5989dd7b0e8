package dev.kindling.stack.cli;

import dev.kindling.stack.parts.Elasticsearch;
import dev.kindling.stack.parts.Folders;

/**
 * Deletes all data of a clone's stack.
 *
 * @param state of a stack that is down
 */
record Forgetting(StateFolder state) {
  void run() {
    // Started by root, Elasticsearch may keep its data elsewhere.
    Elasticsearch.forget(state.stack().resolve("elasticsearch"));
    Folders.delete(state.folder());
  }
}
