package dev.kindling.gateway.definition;

import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.problem.Problems;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client demands of the current state before its change is made: {@code If-Match} and {@code
 * If-None-Match} of RFC 9110 §13.1. The ETag of a definition is its revision in quotes.
 *
 * @param anyMatches {@code If-Match: *}: it must be there
 * @param revisions one of these must be the current one; null for no such demand
 * @param noneMatches {@code If-None-Match: *}: it must not be there
 */
public record Precondition(boolean anyMatches, Set<String> revisions, boolean noneMatches) {
  /** No demand at all. */
  public static final Precondition NONE = new Precondition(false, null, false);

  /** It must not be there. */
  public static final Precondition ABSENT = new Precondition(false, null, true);

  private static final Pattern ETAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(,|$)");

  /** Reads both headers of a request. */
  public static Precondition of(Call call) {
    return of(call.header("If-Match"), call.header("If-None-Match"));
  }

  static Precondition of(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    if (ifNoneMatch.isPresent() && !ifNoneMatch.get().strip().equals("*")) {
      throw Problems.invalid(
          "If-None-Match", "must be *, which means: only if there is none of that name.");
    }
    boolean any = ifMatch.map(text -> text.strip().equals("*")).orElse(false);
    Set<String> revisions = any ? null : ifMatch.map(Precondition::revisions).orElse(null);
    return new Precondition(any, revisions, ifNoneMatch.isPresent());
  }

  /** A weak tag never matches here (RFC 9110 §13.1.1: strong comparison), so it is left out. */
  private static Set<String> revisions(String text) {
    Set<String> revisions = new LinkedHashSet<>();
    Matcher matcher = ETAG.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw Problems.invalid(
            "If-Match", "must be the ETag of an earlier answer with its quotes, such as \"3\".");
      }
      if (matcher.group(1) == null) {
        revisions.add(matcher.group(2));
      }
      end = matcher.end();
    }
    return Set.copyOf(revisions);
  }

  /** This revision must be the current one; none, and it must not be there. */
  public static Precondition same(OptionalLong revision) {
    return revision.isPresent()
        ? new Precondition(false, Set.of(Long.toString(revision.getAsLong())), false)
        : ABSENT;
  }

  public static String etag(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * Throws the problem 412 unless the current state is as demanded.
   *
   * @param what names the definition in the answer
   * @param current the revision that stands there, empty for none
   */
  public void check(String what, OptionalLong current) {
    if (noneMatches && current.isPresent()) {
      throw Problems.preconditionFailed(
          "The " + what + " exists already, with revision " + current.getAsLong() + ".");
    }
    boolean demanded = anyMatches || revisions != null;
    if (demanded && current.isEmpty()) {
      throw Problems.preconditionFailed("The " + what + " does not exist.");
    }
    if (revisions != null && !revisions.contains(Long.toString(current.getAsLong()))) {
      throw Problems.preconditionFailed(
          "The "
              + what
              + " has changed: it has revision "
              + current.getAsLong()
              + " now. Read it, decide again, and send its ETag.");
    }
  }
}
