package dev.kindling.stack;

/** The parts that the local stack can bring. */
public enum PartKind {
  KAFKA,
  SPARK,
  ELASTICSEARCH
}
