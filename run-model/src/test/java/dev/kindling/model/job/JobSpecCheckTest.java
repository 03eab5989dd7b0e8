package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specs are given as people write them: JSON, here with single quotes. */
class JobSpecCheckTest {
  private static final String SPARK = "'mainClass':'a.B','appResource':'file:/j.jar'";

  private static List<FieldProblem> problems(String json) {
    return JobSpecCheck.problems(Json.read(json.replace('\'', '"'), JobSpec.class));
  }

  @Test
  void problemsShouldBeEmptyForTheSmallestSpec() {
    assertThat(problems("{'spark':{" + SPARK + "}}")).isEmpty();
  }

  @Test
  void problemsShouldBeEmptyForAFullSpec() {
    assertThat(
            problems(
                """
                {'description':'Counts','owner':'data','labels':{'team':'x'},
                 'spark':{'mainClass':'a.b.C$D','appResource':'http://host:8480/a%20b.jar',
                  'args':['${param:input}','--fast'],
                  'properties':{'spark.driver.memory':'2G','spark.executor.memory':'512m',
                   'spark.driver.cores':'2','spark.executor.cores':'1','spark.cores.max':'4',
                   'spark.app.name':'{{not a whole value}} ${param:input}'},
                  'environment':{'TZ':'UTC'}},
                 'parameters':{'type':'object','properties':{'input':{'type':'string'}}},
                 'launch':{'via':'rest'},
                 'limits':{'timeout':'PT1H','queueTimeout':'P1D','maxConcurrentRuns':1,
                  'onConflict':'replace','pool':'etl','priority':1000},
                 'retry':{'maxAttempts':100,'backoff':'PT1S','maxBackoff':'PT1M',
                  'on':['LOST','OUT_OF_MEMORY'],'memory':{'percent':200,'max':'16g'}},
                 'history':{'succeeded':0,'failed':10000,'age':'P90D'}}"""))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'launch':{'via':'launcher','master':'local[*]'}",
        "'launch':{'via':'launcher','master':'local[2,3]'}",
        "'launch':{'via':'launcher','master':'yarn'}",
        "'launch':{'via':'launcher','master':'k8s://https://h:6443'}",
        "'launch':{'via':'launcher','master':'spark://a:7077,b:7077'}"
      })
  void problemsShouldBeEmptyForAnyMasterOfTheLauncher(String launch) {
    assertThat(problems("{'spark':{" + SPARK + "}," + launch + "}")).isEmpty();
  }

  @Test
  void problemsShouldBeEmptyForAPythonFileAndForSecretsInTheDriversReach() {
    assertThat(problems("{'spark':{" + SPARK + ",'args':['${secret:db.pass-1}']}}")).isEmpty();
    assertThat(
            problems(
                "{'spark':{'appResource':'file:/j.py',"
                    + "'properties':{'spark.hadoop.fs.s3a.secret.key':'${secret:s3}',"
                    + "'spark.authenticate.secret':'${secret:rpc}'}}}"))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} <- {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spark | {} | is missing
          spark/mainClass | {'spark':{'appResource':'file:/j.jar'}} | full name of the class
          spark/mainClass | {'spark':{'mainClass':'','appResource':'file:/j.jar'}} | full name
          spark/mainClass | {'spark':{'mainClass':'a..B','appResource':'file:/j.jar'}} | full name
          spark/mainClass | {'spark':{'mainClass':'a.B c','appResource':'file:/j.jar'}} | full name
          spark/appResource | {'spark':{'mainClass':'a.B'}} | URL of the job's jar
          spark/appResource | {'spark':{'mainClass':'a.B','appResource':'/j.jar'}} | file:
          spark/appResource | {'spark':{'mainClass':'a.B','appResource':'ftp://h/j.jar'}} | s3a:
          spark/appResource | {'spark':{'mainClass':'a.B','appResource':'file:/a b.jar'}} | %20
          spark/properties/my.key | {'spark':{SPARK,'properties':{'my.key':'1'}}} | begin with
          spark/properties/spark.master | {'spark':{SPARK,'properties':{'spark.master':'x'}}} | leave it out
          spark/properties/spark.submit.deployMode | {'spark':{SPARK,'properties':{'spark.submit.deployMode':'client'}}} | leave it out
          spark/properties/spark.driver.supervise | {'spark':{SPARK,'properties':{'spark.driver.supervise':'true'}}} | leave it out
          spark/properties/spark.rpc.kindling.run | {'spark':{SPARK,'properties':{'spark.rpc.kindling.run':'x'}}} | leave it out
          spark/properties/spark.app.name | {'spark':{SPARK,'properties':{'spark.app.name':'{{HOME}}'}}} | environment
          spark/properties/spark.driver.memory | {'spark':{SPARK,'properties':{'spark.driver.memory':'lots'}}} | memory size
          spark/properties/spark.driver.memory | {'spark':{SPARK,'properties':{'spark.driver.memory':'99999999999999999999g'}}} | memory size
          spark/properties/spark.executor.memory | {'spark':{SPARK,'properties':{'spark.executor.memory':'1.5g'}}} | memory size
          spark/properties/spark.driver.cores | {'spark':{SPARK,'properties':{'spark.driver.cores':'0.5'}}} | whole number
          spark/properties/spark.cores.max | {'spark':{SPARK,'properties':{'spark.cores.max':'0'}}} | whole number
          spark/properties/spark.executor.cores | {'spark':{SPARK,'properties':{'spark.executor.cores':'two'}}} | whole number
          spark/environment/A-B | {'spark':{SPARK,'environment':{'A-B':'1'}}} | environment variable
          spark/environment/KINDLING_TOKEN | {'spark':{SPARK,'environment':{'KINDLING_TOKEN':'1'}}} | rename it
          spark/environment/LEAK | {'spark':{SPARK,'environment':{'LEAK':'{{AWS_SECRET}}'}}} | environment
          parameters | {'spark':{SPARK},'parameters':[]} | an object
          parameters/type | {'spark':{SPARK},'parameters':{'type':'array'}} | must be "object"
          spark/args/1 | {'spark':{SPARK,'args':['x','${param:day}']},'parameters':{'properties':{}}} | "day"
          spark/properties/spark.app.name | {'spark':{SPARK,'properties':{'spark.app.name':'${param:x}'}},'parameters':{'properties':{}}} | "x"
          launch/master | {'spark':{SPARK},'launch':{'master':'yarn'}} | leave it out
          launch/master | {'spark':{SPARK},'launch':{'via':'launcher','master':'mesos://h'}} | k8s://
          spark/mainClass | {'spark':{'mainClass':'a.B','appResource':'file:/j.py'}} | leave it out
          spark/args/0 | {'spark':{SPARK,'args':['${secret:}']}} | write ${secret:name}
          spark/args/0 | {'spark':{SPARK,'args':['${secret:${param:x}}']}} | write ${secret:name}
          spark/args/0 | {'spark':{SPARK,'args':['${secret:../etc/passwd}']}} | write ${secret:name}
          spark/properties/spark.executorEnv.KEY | {'spark':{SPARK,'properties':{'spark.executorEnv.KEY':'${secret:k}'}}} | command lines
          spark/properties/spark.driver.extraJavaOptions | {'spark':{SPARK,'properties':{'spark.driver.extraJavaOptions':'-Dk=${secret:k}'}}} | command lines
          spark/properties/spark.ssl.keyPassword | {'spark':{SPARK,'properties':{'spark.ssl.keyPassword':'${secret:k}'}}} | command lines
          spark/args/0 | {'spark':{'appResource':'file:/j.py','args':['${secret:k}']}} | Python process
          spark/environment/KEY | {'spark':{SPARK,'environment':{'KEY':'${secret:k}'}}} | spark/args
          limits/onConflict | {'spark':{SPARK},'limits':{'onConflict':'skip'}} | maxConcurrentRuns
          limits/priority | {'spark':{SPARK},'limits':{'priority':-1001}} | -1000 to 1000
          retry/on/1 | {'spark':{SPARK},'retry':{'on':['LOST','MISCONFIGURED']}} | Leave it out
          retry/memory/percent | {'spark':{SPARK},'retry':{'memory':{'percent':50}}} | 100 to 1000
          retry/memory/max | {'spark':{SPARK},'retry':{'memory':{'max':'lots'}}} | memory size
          history/succeeded | {'spark':{SPARK},'history':{'succeeded':-1}} | 0 to 10000
          history/age | {'spark':{SPARK},'history':{'age':'PT0S'}} | longer than zero
          limits/timeout | {'spark':{SPARK},'limits':{'timeout':'PT0S'}} | longer than zero
          limits/timeout | {'spark':{SPARK},'limits':{'timeout':'P400D'}} | at most a year
          limits/queueTimeout | {'spark':{SPARK},'limits':{'queueTimeout':'-PT1S'}} | longer than zero
          limits/maxConcurrentRuns | {'spark':{SPARK},'limits':{'maxConcurrentRuns':0}} | at least 1
          limits/pool | {'spark':{SPARK},'limits':{'pool':'My Pool'}} | lower-case letters
          retry/maxAttempts | {'spark':{SPARK},'retry':{'maxAttempts':0}} | 1 to 100
          retry/maxAttempts | {'spark':{SPARK},'retry':{'maxAttempts':101}} | 1 to 100
          retry/backoff | {'spark':{SPARK},'retry':{'backoff':'PT0S'}} | longer than zero
          retry/maxBackoff | {'spark':{SPARK},'retry':{'maxBackoff':'-PT1S'}} | longer than zero
          """)
  void problemsShouldNameTheFieldAndTheRemedy(String field, String json, String words) {
    List<FieldProblem> problems = problems(json.replace("SPARK", SPARK));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.message()).contains(words).endsWith(".");
            });
  }

  @Test
  void problemsShouldAllBeNamedTogether() {
    assertThat(
            problems(
                """
                {'spark':{'properties':{'x':'{{A}}'}},
                 'limits':{'maxConcurrentRuns':0},'retry':{'maxAttempts':0}}"""))
        .extracting(FieldProblem::field)
        .containsExactly(
            "spark/mainClass",
            "spark/appResource",
            "spark/properties/x",
            "spark/properties/x",
            "limits/maxConcurrentRuns",
            "retry/maxAttempts");
  }

  @ParameterizedTest
  @CsvSource({"a,true", "a-b.c_9,true", "A,false", "-a,false", "a-,false", "'',false", "a b,false"})
  void namesShouldBePlain(String name, boolean good) {
    assertThat(Names.problem(name).isEmpty()).isEqualTo(good);
  }

  @Test
  void namesShouldHaveAHundredLettersAtMost() {
    assertThat(Names.problem("a".repeat(100))).isEmpty();
    assertThat(Names.problem("a".repeat(101))).isPresent();
    assertThat(Names.problem(null)).isPresent();
  }
}
