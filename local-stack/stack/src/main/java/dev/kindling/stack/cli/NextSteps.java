package dev.kindling.stack.cli;

/** What a newcomer may look at and try, with lines that work as they are pasted. */
final class NextSteps {
  private final Terminal terminal;
  private final StackDescription stack;

  NextSteps(Terminal terminal, StackDescription stack) {
    this.terminal = terminal;
    this.stack = stack;
  }

  void show() {
    String gateway = stack.urls().get("gateway");
    terminal.line("");
    terminal.title("The stack stays up");
    terminal.fact("gateway", gateway + "/api/v1/jobs");
    terminal.fact("Spark master", stack.urls().get("sparkUi"));
    terminal.fact(
        "Elasticsearch", stack.urls().get("elasticsearch") + "/spark-logs/_search?pretty");
    terminal.fact("Kafka", stack.urls().get("kafka"));
    terminal.line("");
    terminal.title("Try");
    terminal.line("  curl -s " + gateway + "/api/v1/runs");
    terminal.line(
        "  curl -s -X POST "
            + gateway
            + "/api/v1/jobs/word-count/runs -H 'Content-Type: application/json' -d"
            + " '{\"parameters\":{\"lines\":5000000}}'");
    terminal.line("  ./kindling status");
    terminal.line("  ./kindling down");
  }
}
