package dev.kindling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserMainTest {
  private static final List<String> CALLS = new ArrayList<>();
  private static final ClassLoader LOADER = UserMainTest.class.getClassLoader();

  @Test
  void runShouldPassTheArgumentsOn() throws Throwable {
    CALLS.clear();

    UserMain main = UserMain.load(Recording.class.getName(), LOADER);
    assertThat(CALLS).isEmpty();
    main.run(new String[] {"a", "b c"});

    assertThat(CALLS).containsExactly("initialised", "a", "b c");
  }

  @Test
  void runShouldThrowWhatMainThrew() throws UserMain.Missing {
    UserMain main = UserMain.load(Throwing.class.getName(), LOADER);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> main.run(new String[0]))
        .withMessage("from main");
  }

  @ParameterizedTest
  @CsvSource({
    "acme.Nowhere, is not in the job's jars",
    "java.lang.String, has no 'public static void main(String[])'",
    "dev.kindling.agent.UserMainTest$InstanceMain, has no 'public static void main(String[])'",
    "dev.kindling.agent.UserMainTest$IntMain, has no 'public static void main(String[])'"
  })
  void loadShouldNameTheClassWhenThereIsNoMain(String name, String why) {
    assertThatExceptionOfType(UserMain.Missing.class)
        .isThrownBy(() -> UserMain.load(name, LOADER))
        .withMessage("main class " + name + " " + why)
        .satisfies(missing -> assertThat(missing.getCause()).isNotNull());
  }

  static final class Recording {
    static {
      CALLS.add("initialised");
    }

    private Recording() {}

    public static void main(String[] args) {
      CALLS.addAll(List.of(args));
    }
  }

  @SuppressWarnings("DoNotCallSuggester")
  static final class Throwing {
    private Throwing() {}

    public static void main(String[] args) {
      throw new IllegalStateException("from main");
    }
  }

  @SuppressWarnings({"IncorrectMainMethod", "DoNotCallSuggester"})
  static final class InstanceMain {
    public void main(String[] args) {
      throw new AssertionError("never called");
    }
  }

  @SuppressWarnings("IncorrectMainMethod")
  static final class IntMain {
    private IntMain() {}

    public static int main(String[] args) {
      return args.length;
    }
  }
}
