package dev.kindling.shipper.index;

import dev.kindling.kit.search.SearchAccess;
import java.time.Duration;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Makes the low-level client, with what the access asks for. */
public final class SearchClient {
  private static final int CONNECT_MILLIS = 2_000;

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
    access
        .trust()
        .ifPresent(trust -> builder.setHttpClientConfigCallback(http -> http.setSSLContext(trust)));
    return builder.build();
  }
}
