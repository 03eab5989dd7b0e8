package dev.kindling.bench.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a yardstick has to say, for people and for programs.
 *
 * @param name of the yardstick; its file is {@code <name>.json}
 * @param at when it was finished
 * @param machine it ran on
 * @param races in order
 * @param findings worth reading, judged or not
 * @param expectations what is judged
 * @param notes on what was measured how
 */
public record Report(
    String name,
    Instant at,
    Machine machine,
    List<Race.Outcome> races,
    List<Finding> findings,
    List<Expectation> expectations,
    List<String> notes) {

  public static Report of(
      String name,
      Instant at,
      List<Race.Outcome> races,
      List<Finding> findings,
      List<Expectation> expectations,
      List<String> notes) {
    return new Report(name, at, Machine.here(), races, findings, expectations, notes);
  }

  /** Void before missed: a drifted machine proves nothing either way. */
  public Verdict verdict() {
    if (races.stream().anyMatch(race -> race.drift().isVoid())) {
      return Verdict.VOID;
    }
    return expectations.stream().allMatch(Expectation::met) ? Verdict.MET : Verdict.MISSED;
  }

  /** What follows the lines that the races have printed already. */
  public List<String> summary() {
    List<String> text = new ArrayList<>();
    for (Race.Outcome race : races) {
      text.add("");
      text.add(race.name() + ": the parts of the way, median of the rounds' p50, ms");
      parts(race).forEach((who, parts) -> text.add("  " + who + ": " + parts));
      text.add("  " + TextTable.drift(race.drift()));
    }
    text.add("");
    text.add("Findings: median of the rounds");
    findings.forEach(finding -> text.add("  " + TextTable.finding(finding)));
    notes.forEach(note -> text.add("  " + note));
    text.add("");
    expectations.forEach(expectation -> text.add(TextTable.expectation(expectation)));
    text.add("");
    text.add(
        switch (verdict()) {
          case MET ->
              name
                  + (expectations.isEmpty()
                      ? ": measured; nothing is judged."
                      : ": every expectation is met.");
          case MISSED -> name + ": an expectation is MISSED.";
          case VOID -> name + ": VOID, the machine drifted. Run it again on a quieter machine.";
        });
    return text;
  }

  /**
   * Writes {@code <folder>/<name>.json}.
   *
   * @return the file
   */
  public Path write(Path folder) {
    Path file = folder.resolve(name + ".json");
    try {
      Files.createDirectories(folder);
      ObjectNode document = Json.mapper().valueToTree(this);
      document.put("verdict", verdict().name());
      Json.mapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
      return file;
    } catch (IOException failure) {
      throw new BenchException("Cannot write " + file, failure);
    }
  }

  private static Map<String, String> parts(Race.Outcome race) {
    Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    for (Line line : race.lines()) {
      if (line.counted()) {
        Map<String, List<Double>> ofOne =
            figures.computeIfAbsent(line.contestant(), who -> new LinkedHashMap<>());
        line.parts()
            .forEach(
                (part, millis) ->
                    ofOne.computeIfAbsent(part, none -> new ArrayList<>()).add(millis));
      }
    }
    Map<String, String> text = new LinkedHashMap<>();
    figures.forEach(
        (who, parts) -> {
          List<String> words = new ArrayList<>();
          parts.forEach(
              (part, millis) ->
                  words.add(part + " " + TextTable.figure(Spread.of(millis).median())));
          text.put(who, String.join(", ", words));
        });
    return text;
  }
}
