package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may run a job may not choose which secrets it reads. */
class TemplatesSecretTest {
  @Test
  void resolveShouldKeepTheJobsOwnReferences() {
    assertThat(Templates.resolve("--key=${secret:db}/${param:a}", parameters("x", "y")))
        .isEqualTo("--key=${secret:db}/x");
  }

  @ParameterizedTest
  @CsvSource({
    "${param:a}, ${secret:db}, -",
    "${param:a}${param:b}, ${sec, ret:db}",
    "$${param:a}, {secret:db}, -",
    "${secret:ok} ${param:a}, ${secret:db}, -"
  })
  void resolveShouldRefuseAReferenceThatAParameterBringsIn(String text, String a, String b) {
    assertThatThrownBy(() -> Templates.resolve(text, parameters(a, b)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only the job itself may refer to secrets");
  }

  private static ObjectNode parameters(String a, String b) {
    return JsonNodeFactory.instance.objectNode().put("a", a).put("b", b);
  }
}
