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
  /** Some documents are refused for what they say: the same ones each time, for ever. */
  MAPPING_400,
  /** A real write block. */
  WRITE_BLOCK_403,
  HANG,
  /** The checkpoint cannot be written. */
  CHECKPOINT_DISK;

  /** Whether it comes and goes; else it is there from the beginning to the end. */
  boolean heals() {
    return this != MAPPING_400;
  }
}
