package dev.kindling.system.torture;

/** What is wrong on the way to Elasticsearch, for a while. */
enum Fault {
  NONE,
  ITEM_429,
  WHOLE_429,
  WHOLE_503,
  TOO_LARGE_413,
  /** Elasticsearch does its work, and nobody hears of it. */
  RESET,
  /** Some documents are refused for what they say, until somebody mends the mapping. */
  MAPPING_400,
  /** A real write block. */
  WRITE_BLOCK_403,
  HANG,
  /** The checkpoint cannot be written. */
  CHECKPOINT_DISK;

  /** Whether it is there from the beginning: a mapping is mended at times, and never gets worse. */
  boolean fromTheBeginning() {
    return this == MAPPING_400;
  }
}
