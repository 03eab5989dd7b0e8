package dev.kindling.scheduler.cron;

/** Told to a partition when its next instant has come, so that it need not wait for the tick. */
enum Wake {
  NOW
}
