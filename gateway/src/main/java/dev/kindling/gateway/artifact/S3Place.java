package dev.kindling.gateway.artifact;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.secret.SecretStore;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A bucket, and how to get at it.
 *
 * @param bucket its name
 * @param prefix of all keys; empty, or with a slash at its end
 * @param endpoint of what speaks S3's protocol; empty for Amazon's own
 * @param region as the bucket's owner names it
 * @param credentials empty for what this machine has: environment, profile or role
 */
public record S3Place(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    String region,
    Optional<Credentials> credentials) {
  /** What S3 takes in one request. */
  public static final int MOST_MIB = 5_120;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Whose place it is; told to nobody. */
  public record Credentials(String id, String secret) {
    @Override
    public String toString() {
      return id + ":***";
    }
  }

  /** Reads them; empty where no bucket is given. */
  public static Optional<S3Place> from(Settings settings, SecretStore secrets) {
    Optional<String> bucket = settings.optional("KINDLING_ARTIFACTS_S3_BUCKET");
    String prefix = settings.text("KINDLING_ARTIFACTS_S3_PREFIX", "kindling/");
    URI endpoint = settings.url("KINDLING_ARTIFACTS_S3_ENDPOINT", (URI) null);
    String region = settings.text("KINDLING_ARTIFACTS_S3_REGION", "us-east-1");
    Optional<String> id = settings.optional("KINDLING_ARTIFACTS_S3_KEY");
    Optional<String> secret = secrets.setting(settings, "KINDLING_ARTIFACTS_S3_SECRET");
    if (id.isPresent() != secret.isPresent()) {
      settings.problem(
          id.isPresent() ? "KINDLING_ARTIFACTS_S3_SECRET" : "KINDLING_ARTIFACTS_S3_KEY",
          "is missing: give both, or neither for what this machine has.");
    }
    bucket
        .filter(name -> !BUCKET.matcher(name).matches())
        .ifPresent(
            name ->
                settings.problem(
                    "KINDLING_ARTIFACTS_S3_BUCKET",
                    "is \"" + name + "\", which is no name of a bucket."));
    String slashed = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return bucket.map(
        name ->
            new S3Place(
                name,
                slashed,
                Optional.ofNullable(endpoint),
                region,
                id.isPresent() && secret.isPresent()
                    ? Optional.of(new Credentials(id.get(), secret.get()))
                    : Optional.empty()));
  }

  S3Client client() {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER));
    // A bucket in the host's name takes a name server that knows it; others than Amazon have none.
    endpoint.ifPresent(url -> builder.endpointOverride(url).forcePathStyle(true));
    credentials.ifPresent(
        given ->
            builder.credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(given.id(), given.secret()))));
    return builder.build();
  }
}
