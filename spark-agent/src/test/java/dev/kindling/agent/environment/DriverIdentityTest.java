package dev.kindling.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverIdentityTest {
  private static final Path WORK = Path.of("/spark/work/driver-20261120230559-1609");

  @Test
  void driverIdShouldComeFromTheLogUrlWhenTheWorkerSetIt() {
    Map<String, String> environment =
        Map.of(
            DriverIdentity.LOG_URL,
            "http://worker:8081/logPage/?driverId=acme-20261120230559-0001&logType=stdout");

    assertThat(DriverIdentity.driverId(environment, WORK)).isEqualTo("acme-20261120230559-0001");
  }

  @Test
  void driverIdShouldComeFromTheWorkingDirectoryWhenThereIsNoUrl() {
    assertThat(DriverIdentity.driverId(Map.of(), WORK)).isEqualTo("driver-20261120230559-1609");
  }

  @Test
  void driverIdShouldBeNullWhenThereIsNoMaster() {
    assertThat(DriverIdentity.driverId(Map.of(), Path.of("/home/me"))).isNull();
    assertThat(DriverIdentity.driverId(Map.of(), Path.of("/"))).isNull();
  }

  @Test
  void ofThisProcessShouldKnowItsPidAndHost() {
    DriverIdentity identity = DriverIdentity.ofThisProcess(Map.of(), Path.of(""));

    assertThat(identity.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(identity.host()).isNotBlank();
  }
}
