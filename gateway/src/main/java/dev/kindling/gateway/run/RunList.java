package dev.kindling.gateway.run;

import java.util.List;

/** A page of runs as the API shows it; {@code next} is null on the last one. */
record RunList(List<RunDocument> items, String next) {}
