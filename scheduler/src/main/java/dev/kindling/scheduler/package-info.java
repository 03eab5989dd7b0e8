/** Decides when: cron schedules and event triggers become run requests. */
package dev.kindling.scheduler;
