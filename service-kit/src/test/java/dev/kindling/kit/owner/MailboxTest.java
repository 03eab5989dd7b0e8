package dev.kindling.kit.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final TopicPartition ONE = new TopicPartition("t", 1);
  private static final TopicPartition TWO = new TopicPartition("t", 2);
  private static final Set<TopicPartition> BOTH = Set.of(ONE, TWO);
  private static final Set<TopicPartition> NONE = Set.of();

  /** The clock of {@link System#nanoTime} begins anywhere. */
  private static final long NOW = -5;

  private final Mailbox<String> mail = new Mailbox<>();

  @Test
  void takeShouldGiveWhatIsUrgentAtOnce() {
    mail.add(ONE, "a", NOW);
    mail.addForAll("b", NOW);
    mail.add(ONE, "c", NOW);

    assertThat(mail.take(BOTH, NONE, NOW))
        .isEqualTo(Map.of(ONE, List.of("a", "b", "c"), TWO, List.of("b")));
    assertThat(mail.size()).isZero();
  }

  @Test
  void takeShouldLeaveWhatIsPatientUntilItIsDue() {
    mail.addPatiently(ONE, "a", NOW + 10);

    assertThat(mail.take(BOTH, NONE, NOW + 9)).isEmpty();
    assertThat(mail.size()).isEqualTo(1);
    assertThat(mail.take(BOTH, NONE, NOW + 10)).isEqualTo(Map.of(ONE, List.of("a")));
    assertThat(mail.size()).isZero();
  }

  /** A claim must not overtake the acceptance before it. */
  @Test
  void takeShouldGiveWhatIsPatientWithWhatComesAfterIt() {
    mail.addPatiently(ONE, "a", NOW + 10);
    mail.add(ONE, "b", NOW);
    mail.addPatiently(ONE, "c", NOW + 10);
    mail.addPatiently(TWO, "d", NOW + 10);

    assertThat(mail.take(BOTH, NONE, NOW)).isEqualTo(Map.of(ONE, List.of("a", "b", "c")));
    assertThat(mail.size()).isEqualTo(1);
  }

  @Test
  void takeShouldGiveWhatIsPatientWhenItsPartitionHasSomethingToDo() {
    mail.addPatiently(ONE, "a", NOW + 10);
    mail.addPatiently(TWO, "b", NOW + 10);

    assertThat(mail.take(BOTH, Set.of(TWO), NOW)).isEqualTo(Map.of(TWO, List.of("b")));
  }

  @Test
  void takeShouldForgetWhatIsForPartitionsThatAreNotOurs() {
    mail.addPatiently(ONE, "a", NOW + 10);
    mail.add(ONE, "b", NOW);
    mail.addPatiently(TWO, "c", NOW + 10);

    assertThat(mail.take(Set.of(TWO), NONE, NOW)).isEmpty();
    assertThat(mail.size()).isEqualTo(1);
    assertThat(mail.take(BOTH, NONE, NOW + 10)).isEqualTo(Map.of(TWO, List.of("c")));
  }

  @Test
  void nanosUntilDueShouldBeThoseOfTheFirstThatIsDue() {
    assertThat(mail.nanosUntilDue(100, NOW)).isEqualTo(100);
    mail.addPatiently(ONE, "a", NOW + 30);
    assertThat(mail.nanosUntilDue(100, NOW)).isEqualTo(30);
    mail.take(BOTH, NONE, NOW);
    mail.addPatiently(TWO, "b", NOW + 40);
    assertThat(mail.nanosUntilDue(100, NOW)).isEqualTo(30);
    assertThat(mail.nanosUntilDue(100, NOW + 32)).isEqualTo(-2);
  }
}
