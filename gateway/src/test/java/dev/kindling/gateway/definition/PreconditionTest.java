package dev.kindling.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kindling.gateway.problem.ProblemException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // If-Match; If-None-Match; current revision; status (0 = allowed)
        "-;            -; -; 0",
        "-;            -; 3; 0",
        "\"3\";        -; 3; 0",
        "\"2\";        -; 3; 412",
        "\"2\", \"3\"; -; 3; 0",
        "\"2\",\"4\";  -; 3; 412",
        "\"3\";        -; -; 412",
        "*;            -; 3; 0",
        "*;            -; -; 412",
        "W/\"3\";      -; 3; 412",
        "3;            -; 3; 400",
        "\"3;          -; 3; 400",
        "-;            *; -; 0",
        "-;            *; 3; 412",
        "-;            \"3\"; 3; 400",
      })
  void checkShouldFollowRfc9110(String ifMatch, String ifNoneMatch, Long current, int status) {
    // when
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                Precondition.of(Optional.ofNullable(ifMatch), Optional.ofNullable(ifNoneMatch))
                    .check(
                        "job a",
                        current == null ? OptionalLong.empty() : OptionalLong.of(current)));

    // then
    assertThat(refused == null ? 0 : refused.problem().status()).isEqualTo(status);
  }
}
