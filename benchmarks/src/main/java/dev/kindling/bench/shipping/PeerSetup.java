package dev.kindling.bench.shipping;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How a peer is set up: as fast as its manual can make it, with what it has against the loss of
 * lines turned on.
 *
 * @param name as it stands in reports
 * @param configuration the text of its configuration file
 * @param command that starts it in the foreground
 * @param libraryPath where its libraries are
 */
record PeerSetup(String name, String configuration, List<String> command, String libraryPath) {
  private static final String APP = "app-20260115-0001";

  /** How a line of Spark's pattern begins, and with it an event. */
  private static final String BEGIN = "^[0-9][0-9]/[0-9][0-9]/[0-9][0-9] ";

  /** What a log is found by, which does not change from line to line. */
  private static final String OWNER =
      """
      "log.iostream":"stderr","log.file.path":"%1$s","run.id":"run_1","run.attempt":1,\
      "job.name":"bench","spark.role":"driver","spark.driver.id":"driver-20260115080000-0001",\
      "spark.worker.id":"bench"\
      """;

  /** What a peer makes of a line. */
  enum Fields {
    /** Its time, its text, an application and a place: what the first figures were taken with. */
    FEW(""),
    /** The same few, of what stands between two lines of Spark's pattern: traces are joined. */
    JOINED(", joining"),
    /** Those that ours have, as far as it can: level and logger by position, the rest constant. */
    LIKE_OURS(", like ours");

    private final String suffix;

    Fields(String suffix) {
      this.suffix = suffix;
    }

    /** What a peer with this set-up is called in reports. */
    String named(String peer) {
      return peer + suffix;
    }
  }

  /**
   * Where a peer sends to, and where it works.
   *
   * @param server Elasticsearch, or what stands before it
   * @param index that it fills
   * @param folder of its own
   */
  record Place(URI server, String index, Path folder) {}

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
  static PeerSetup rsyslog(PeerPrograms programs, Path program, Place place, Fields fields) {
    Path folder = place.folder();
    String joining = fields == Fields.JOINED ? " startmsg.regex=\"" + BEGIN + "\"" : "";
    String more =
        fields != Fields.LIKE_OURS
            ? constant(",\"app\":\"" + APP + "\",\"offset\":")
            : constant("," + OWNER.formatted(log(folder)) + ",\"event.created\":\"")
                + " property(name=\"timegenerated\" dateFormat=\"rfc3339\")"
                + constant("\",\"log.level\":\"")
                + " property(name=\"msg\" field.delimiter=\"32\" field.number=\"3\" format=\"json\")"
                + constant("\",\"log.logger\":\"")
                + " property(name=\"msg\" field.delimiter=\"32\" field.number=\"4\" format=\"json\")"
                + constant("\",\"event.length\":1,\"log.offset\":");
    String text =
        """
        global(workDirectory="%1$s" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
        module(load="imfile" mode="inotify")
        module(load="omelasticsearch")
        main_queue(queue.size="100000" queue.dequeueBatchSize="5000" queue.workerThreads="2" queue.workerThreadMinimumMessages="5000")
        template(name="j" type="list"){ %2$s property(name="timereported" dateFormat="rfc3339") %3$s %4$s property(name="$!metadata!fileoffset") %5$s property(name="msg" format="json") %6$s }
        input(type="imfile" file="%7$s" tag="spark" addMetadata="on" ruleset="r"%11$s)
        ruleset(name="r" queue.type="linkedList" queue.size="100000" queue.dequeueBatchSize="5000" queue.workerThreads="2"){
        action(type="omelasticsearch" server="%8$s" serverport="%9$d" template="j" searchIndex="%10$s" searchType="" bulkmode="on" maxbytes="10m" action.resumeretrycount="-1" errorfile="%1$s/errors.json")
        }
        """
            .formatted(
                folder,
                constant("{\"@timestamp\":\""),
                constant("\""),
                more,
                constant(",\"message\":\""),
                constant("\"}"),
                log(folder),
                place.server().getHost(),
                place.server().getPort(),
                place.index(),
                joining);
    return new PeerSetup(
        fields.named("rsyslog"),
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

  private static String constant(String json) {
    return " constant(value=\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
  }

  /**
   * syslog-ng 3.38 with its http destination: two workers, bulks of 5,000, with flow control.
   *
   * @param soon whether lines are to go soon rather than in large bulks
   */
  static PeerSetup syslogNg(
      PeerPrograms programs, Path program, Place place, Fields fields, boolean soon) {
    Path folder = place.folder();
    String joining =
        fields == Fields.JOINED
            ? " multi-line-mode(regexp) multi-line-prefix(\"" + BEGIN + "\")"
            : "";
    String pairs =
        fields != Fields.LIKE_OURS
            ? "app=" + APP
            : "log.level=${L.LEVEL} log.logger=${L.LOGGER} log.offset=int64(${SEQNUM})"
                + " log.iostream=stderr log.file.path="
                + log(folder)
                + " event.length=int64(1) event.created=${R_ISODATE} run.id=run_1"
                + " run.attempt=int64(1) job.name=bench spark.role=driver"
                + " spark.driver.id=driver-20260115080000-0001 spark.worker.id=bench";
    String parser =
        fields != Fields.LIKE_OURS
            ? ""
            : "parser { csv-parser(columns(\"L.DAY\", \"L.TIME\", \"L.LEVEL\", \"L.LOGGER\","
                + " \"L.REST\") delimiters(\" \") flags(greedy)); };";
    String text =
        """
        @version: 3.38
        options { log-fifo-size(200000); use-dns(no); stats-freq(0); threaded(yes); };
        source s { file("%1$s" flags(no-parse) follow-freq(%2$s) log-iw-size(20000) log-fetch-limit(10000) log-msg-size(65536)%8$s); };
        destination d { http(url("%3$s/%4$s/_bulk") method("POST") headers("Content-Type: application/x-ndjson") batch-lines(5000) batch-timeout(%5$d) workers(2) body-suffix("\\n") body("{\\"index\\":{}}\\n$(format-json @timestamp=${R_ISODATE} %6$s message=${MESSAGE})")); };
        log { source(s); %7$s destination(d); flags(flow-control); };
        """
            .formatted(
                log(folder),
                soon ? "0.1" : "1",
                place.server(),
                place.index(),
                soon ? 50 : 500,
                pairs,
                parser,
                joining);
    return new PeerSetup(
        fields.named("syslog-ng"),
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
