package dev.kindling.runner.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * The body of POST {@code /v1/submissions/create} (CreateSubmissionRequest of Spark 4.0.0).
 *
 * @param action always {@code CreateSubmissionRequest}
 * @param clientSparkVersion any text, must be there
 * @param appResource the user's jar
 * @param mainClass the guard
 * @param appArgs the user's arguments
 * @param environmentVariables the driver's environment
 * @param sparkProperties become -D options of the driver
 */
public record DriverSubmission(
    @JsonProperty("action") String action,
    @JsonProperty("clientSparkVersion") String clientSparkVersion,
    @JsonProperty("appResource") String appResource,
    @JsonProperty("mainClass") String mainClass,
    @JsonProperty("appArgs") List<String> appArgs,
    @JsonProperty("environmentVariables") Map<String, String> environmentVariables,
    @JsonProperty("sparkProperties") Map<String, String> sparkProperties) {}
