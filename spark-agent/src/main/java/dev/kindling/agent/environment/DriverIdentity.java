package dev.kindling.agent.environment;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which driver this process is. Spark does not tell a driver its id outright, but the worker gives
 * it twice: in {@code SPARK_DRIVER_LOG_URL_STDOUT} and as the name of the working directory
 * (DriverRunner, DriverWrapper; seen on 4.0.0).
 *
 * @param driverId the master's id for the driver, null where there is no master
 * @param host the machine's name, for people; never null
 * @param pid the process id on that machine
 */
public record DriverIdentity(String driverId, String host, long pid) {
  static final String LOG_URL = "SPARK_DRIVER_LOG_URL_STDOUT";
  private static final Pattern ID_IN_URL = Pattern.compile("[?&]driverId=([^&]+)");

  /** Asks this process, its environment and its working directory. May resolve the host's name. */
  public static DriverIdentity ofThisProcess(Map<String, String> environment, Path directory) {
    return new DriverIdentity(
        driverId(environment, directory), hostName(), ProcessHandle.current().pid());
  }

  /**
   * The URL comes first: {@code spark.deploy.driverIdPattern} can change how ids look, and then
   * only the URL tells an id from any other name of a directory.
   */
  static String driverId(Map<String, String> environment, Path directory) {
    Matcher inUrl = ID_IN_URL.matcher(environment.getOrDefault(LOG_URL, ""));
    if (inUrl.find()) {
      return inUrl.group(1);
    }
    Path name = directory.toAbsolutePath().normalize().getFileName();
    return name != null && name.toString().startsWith("driver-") ? name.toString() : null;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
