package dev.kindling.kit.service;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads of one name that do not keep the JVM alive: whoever owns them ends what they do.
 *
 * @param name of each, as it stands in logs and thread dumps
 */
public record DaemonThreads(String name) implements ThreadFactory {
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
