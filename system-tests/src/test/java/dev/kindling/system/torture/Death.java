package dev.kindling.system.torture;

/** How the log-shipper dies meanwhile; it is started again at once. */
enum Death {
  NONE,
  SIGTERM,
  SIGKILL
}
