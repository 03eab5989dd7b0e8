package dev.kindling.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of design §1: who may know whom. */
@AnalyzeClasses(packages = "dev.kindling", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String MODEL = "dev.kindling.model..";
  private static final String KIT = "dev.kindling.kit..";
  private static final String[] SERVICES = {
    "dev.kindling.gateway..",
    "dev.kindling.scheduler..",
    "dev.kindling.runner..",
    "dev.kindling.shipper.."
  };

  @ArchTest
  static final ArchRule MODEL_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(MODEL, "java..", "com.fasterxml.jackson..", "com.google.re2j..")
          .because("the domain is plain Java: no I/O, no clock, no framework");

  @ArchTest
  static final ArchRule MODEL_HAS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time comes in from the edge");

  @ArchTest
  static final ArchRule KIT_KNOWS_ONLY_THE_MODEL =
      noClasses()
          .that()
          .resideInAPackage(KIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kindling.gateway..",
              "dev.kindling.scheduler..",
              "dev.kindling.runner..",
              "dev.kindling.shipper..",
              "dev.kindling.stack..",
              "dev.kindling.agent..",
              "org.apache.spark..");

  @ArchTest static final ArchRule GATEWAY_KNOWS_NO_OTHER_SERVICE = alone(0);

  @ArchTest static final ArchRule SCHEDULER_KNOWS_NO_OTHER_SERVICE = alone(1);

  @ArchTest static final ArchRule JOB_RUNNER_KNOWS_NO_OTHER_SERVICE = alone(2);

  @ArchTest static final ArchRule LOG_SHIPPER_KNOWS_NO_OTHER_SERVICE = alone(3);

  @ArchTest
  static final ArchRule NOBODY_BLOCKS_ON_A_FUTURE_OR_USES_THE_EVENT_BUS =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.core.eventbus..")
          .because("Kafka is our bus; inside a process objects call each other");

  @ArchTest
  static final ArchRule NAMES_SAY_NO_LAYER =
      classes()
          .should()
          .resideOutsideOfPackages("..util..", "..impl..", "..service.impl..", "..dto..")
          .because("packages are by feature");

  private static ArchRule alone(int index) {
    String[] others = new String[SERVICES.length];
    int next = 0;
    for (int i = 0; i < SERVICES.length; i++) {
      if (i != index) {
        others[next++] = SERVICES[i];
      }
    }
    others[next] = "dev.kindling.stack..";
    return noClasses()
        .that()
        .resideInAPackage(SERVICES[index])
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("services meet only on Kafka topics and HTTP");
  }
}
