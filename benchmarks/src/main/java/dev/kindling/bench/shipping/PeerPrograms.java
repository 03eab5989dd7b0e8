package dev.kindling.bench.shipping;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs of peers are: installed, or unpacked from Debian's packages into a folder of
 * their own, since rsyslog and syslog-ng cannot be installed together.
 *
 * @param root of the folder; {@code /} if they are installed
 */
record PeerPrograms(Path root) {
  /** The folder that {@code dpkg -x} wrote to. */
  static final String ROOT_PROPERTY = "kindling.peers";

  static PeerPrograms located() {
    return new PeerPrograms(Path.of(System.getProperty(ROOT_PROPERTY, "/")).toAbsolutePath());
  }

  /** Empty if it is not there. */
  Optional<Path> rsyslog() {
    return program("usr/sbin/rsyslogd")
        .filter(found -> Files.exists(libraries().resolve("rsyslog/omelasticsearch.so")));
  }

  /** Empty if it is not there. */
  Optional<Path> syslogNg() {
    return program("usr/sbin/syslog-ng")
        .filter(found -> Files.exists(syslogNgModules().resolve("libhttp.so")));
  }

  Path libraries() {
    return root.resolve("usr/lib/x86_64-linux-gnu");
  }

  Path rsyslogModules() {
    return libraries().resolve("rsyslog");
  }

  Path syslogNgModules() {
    return root.resolve("usr/lib/syslog-ng/3.38");
  }

  /** For {@code LD_LIBRARY_PATH}. */
  String libraryPath() {
    return String.join(
        ":",
        Stream.of(
                libraries(),
                root.resolve("lib/x86_64-linux-gnu"),
                root.resolve("usr/lib/syslog-ng"))
            .map(Path::toString)
            .toList());
  }

  /** What to do about one that is missing. */
  static List<String> remedy() {
    return List.of(
        "Peers are missing. On Debian 12: mkdir peers; cd peers; apt-get download rsyslog",
        "rsyslog-elasticsearch syslog-ng-core syslog-ng-mod-http libivykis0 libnet1 libpcre3",
        "libestr0 libfastjson4; for d in *.deb; do dpkg -x $d .; done; then -Dbenchmarks.peers=$PWD");
  }

  private Optional<Path> program(String path) {
    return Optional.of(root.resolve(path)).filter(Files::isExecutable);
  }
}
