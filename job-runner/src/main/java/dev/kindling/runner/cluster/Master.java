package dev.kindling.runner.cluster;

import java.net.URI;

/**
 * One Spark master of a cluster; of several at most one is ALIVE.
 *
 * @param rest its submission server, http://host:6066
 * @param ui its web UI, http://host:8080
 */
public record Master(URI rest, URI ui) {}
