package dev.kindling.gateway.http;

import dev.kindling.gateway.access.AccessRule;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.access.Subject;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether a caller may do what they ask. What is out of their scope is not there for them: the
 * answer is that of a thing that does not exist.
 */
final class Authorizer {
  private final SubjectLabels labels;

  Authorizer(SubjectLabels labels) {
    this.labels = labels;
  }

  /** Fails with the problem 403, or 404, unless they may. */
  Future<Void> check(Call call, AccessRule rule) {
    if (rule.role().isEmpty()) {
      return Future.succeededFuture();
    }
    Caller caller = call.caller();
    if (!caller.role().covers(rule.role().get())) {
      return Future.failedFuture(
          Problems.forbidden(
              "This takes the role "
                  + rule.role().get().word()
                  + "; "
                  + caller.name()
                  + " has the role "
                  + caller.role().word()
                  + "."));
    }
    Future<Void> checked = Future.succeededFuture();
    if (!caller.scope().isEverything()) {
      for (Subject subject : rule.over()) {
        checked = checked.compose(ok -> check(call, subject));
      }
    }
    return checked;
  }

  private Future<Void> check(Call call, Subject subject) {
    if (subject == Subject.EACH) {
      return Future.succeededFuture();
    }
    if (subject == Subject.PLATFORM) {
      return Future.failedFuture(
          Problems.forbidden(
              "This belongs to no job: it takes a caller for everything; "
                  + call.caller().name()
                  + " is for jobs with "
                  + call.caller().scope().words()
                  + "."));
    }
    return labels.of(subject, call).compose(found -> check(call, subject, found));
  }

  private static Future<Void> check(
      Call call, Subject subject, Optional<Map<String, String>> found) {
    if (subject.isOfTheBody()
        ? found.isPresent() && call.caller().sees(found.get())
        : found.isEmpty() || call.caller().sees(found.get())) {
      // What is not there the operation itself finds missing, or makes.
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        subject.isOfTheBody() ? outside(call, subject) : hidden(call, subject));
  }

  private static ProblemException outside(Call call, Subject subject) {
    String scope = call.caller().scope().words();
    return Problems.forbidden(
        subject == Subject.BODY_LABELS || subject == Subject.PATCH_LABELS
            ? "Your jobs must have the labels " + scope + "."
            : "Your scope is jobs with the labels " + scope + ": name one of these as the job.");
  }

  private static ProblemException hidden(Call call, Subject subject) {
    if (subject == Subject.BATCH) {
      return Problems.notFound("Session '" + call.path("batch") + "' not found.");
    }
    String noun =
        subject == Subject.LETTER ? "dead letter" : subject.name().toLowerCase(Locale.ROOT);
    String name =
        subject == Subject.RUN || subject == Subject.LETTER ? call.path("id") : call.path("name");
    return call.isPut()
        ? Problems.forbidden(
            "The name " + name + " is taken, by a " + noun + " outside your scope.")
        : Problems.notFound("There is no " + noun + " " + name + ".");
  }
}
