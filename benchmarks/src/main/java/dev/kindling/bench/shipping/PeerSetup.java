package dev.kindling.bench.shipping;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How a peer is set up: as fast as its manual can make it, with what it has against the loss of
 * lines turned on.
 *
 * @param name of the program
 * @param configuration the text of its configuration file
 * @param command that starts it in the foreground
 * @param libraryPath where its libraries are
 */
record PeerSetup(String name, String configuration, List<String> command, String libraryPath) {
  private static final String APP = "app-20260115-0001";

  /** The file that each peer follows, in its folder. */
  static Path log(Path folder) {
    return folder.resolve("in.log");
  }

  /** Where each peer's configuration is, in its folder. */
  static Path configurationFile(Path folder) {
    return folder.resolve("peer.conf");
  }

  /**
   * rsyslog 8 with imfile (by inotify) and omelasticsearch: two workers, bulks of 5,000, tried
   * again for ever.
   */
  static PeerSetup rsyslog(
      PeerPrograms programs, Path program, URI target, String index, Path folder) {
    String text =
        """
        global(workDirectory="%1$s" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
        module(load="imfile" mode="inotify")
        module(load="omelasticsearch")
        main_queue(queue.size="100000" queue.dequeueBatchSize="5000" queue.workerThreads="2" queue.workerThreadMinimumMessages="5000")
        template(name="j" type="list"){ constant(value="{\\"@timestamp\\":\\"") property(name="timereported" dateFormat="rfc3339") constant(value="\\",\\"app\\":\\"%2$s\\",\\"offset\\":") property(name="$!metadata!fileoffset") constant(value=",\\"message\\":\\"") property(name="msg" format="json") constant(value="\\"}") }
        input(type="imfile" file="%3$s" tag="spark" addMetadata="on" ruleset="r")
        ruleset(name="r" queue.type="linkedList" queue.size="100000" queue.dequeueBatchSize="5000" queue.workerThreads="2"){
        action(type="omelasticsearch" server="%4$s" serverport="%5$d" template="j" searchIndex="%6$s" searchType="" bulkmode="on" maxbytes="10m" action.resumeretrycount="-1" errorfile="%1$s/errors.json")
        }
        """
            .formatted(folder, APP, log(folder), target.getHost(), target.getPort(), index);
    return new PeerSetup(
        "rsyslog",
        text,
        List.of(
            program.toString(),
            "-n",
            "-i",
            folder.resolve("pid").toString(),
            "-M",
            programs.rsyslogModules().toString(),
            "-f",
            configurationFile(folder).toString()),
        programs.libraryPath());
  }

  /**
   * syslog-ng 3.38 with its http destination: two workers, bulks of 5,000, with flow control.
   *
   * @param soon whether lines are to go soon rather than in large bulks
   */
  static PeerSetup syslogNg(
      PeerPrograms programs, Path program, URI target, String index, Path folder, boolean soon) {
    String text =
        """
        @version: 3.38
        options { log-fifo-size(200000); use-dns(no); stats-freq(0); threaded(yes); };
        source s { file("%1$s" flags(no-parse) follow-freq(%5$s) log-iw-size(20000) log-fetch-limit(10000) log-msg-size(65536)); };
        destination d { http(url("%2$s/%3$s/_bulk") method("POST") headers("Content-Type: application/x-ndjson") batch-lines(5000) batch-timeout(%6$d) workers(2) body-suffix("\\n") body("{\\"index\\":{}}\\n$(format-json @timestamp=${R_ISODATE} app=%4$s message=${MESSAGE})")); };
        log { source(s); destination(d); flags(flow-control); };
        """
            .formatted(log(folder), target, index, APP, soon ? "0.1" : "1", soon ? 50 : 500);
    return new PeerSetup(
        "syslog-ng",
        text,
        List.of(
            program.toString(),
            "-F",
            "--no-caps",
            "-f",
            configurationFile(folder).toString(),
            "-R",
            folder.resolve("persist").toString(),
            "-p",
            folder.resolve("pid").toString(),
            "-c",
            folder.resolve("control").toString(),
            "--module-path",
            programs.syslogNgModules().toString()),
        programs.libraryPath());
  }
}
