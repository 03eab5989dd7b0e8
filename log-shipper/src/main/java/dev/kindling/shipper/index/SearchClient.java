package dev.kindling.shipper.index;

import dev.kindling.kit.search.SearchAccess;
import java.time.Duration;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Makes the low-level client, with what the access asks for. */
public final class SearchClient {
  private static final int CONNECT_MILLIS = 2_000;

  /** The client's default of 8 KiB takes a system call for each. */
  private static final ConnectionConfig BUFFERED =
      ConnectionConfig.custom().setBufferSize(64 * 1024).build();

  private SearchClient() {}

  /**
   * A client; nothing is sent yet.
   *
   * @param answerBound how long a request waits for its answer
   */
  public static RestClient of(SearchAccess access, Duration answerBound) {
    RestClientBuilder builder =
        RestClient.builder(HttpHost.create(access.url().toString()))
            .setRequestConfigCallback(
                config ->
                    config
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setSocketTimeout((int) answerBound.toMillis()));
    access
        .authorization()
        .ifPresent(
            value ->
                builder.setDefaultHeaders(
                    new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, value)}));
    builder.setHttpClientConfigCallback(
        http -> {
          access.trust().ifPresent(http::setSSLContext);
          // Whoever we are is said with each request: nothing is to be remembered.
          return http.disableAuthCaching().setDefaultConnectionConfig(BUFFERED);
        });
    return builder.build();
  }
}
