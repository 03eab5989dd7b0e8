package dev.kindling.shipper.delivery;

/**
 * What an operator can do about a refusal that is no fault of a document. Pure. The words are those
 * of Elasticsearch 8.19.
 */
public final class Remedy {
  private static final String ROLES = "docs/elasticsearch-roles.yml has the roles that are needed";

  private Remedy() {}

  /** A reason, with what can be done about it. */
  public static String added(int status, String reason) {
    return reason + of(status, reason);
  }

  /**
   * The sentence to add to the reason.
   *
   * @param status the HTTP status of the request or of one item
   * @param reason Elasticsearch's words
   * @return empty if time alone will mend it
   */
  static String of(int status, String reason) {
    String words = String.valueOf(reason);
    if (status == 401) {
      return ". Check KINDLING_ELASTICSEARCH_USERNAME and KINDLING_ELASTICSEARCH_PASSWORD, or"
          + " KINDLING_ELASTICSEARCH_API_KEY";
    }
    if (words.contains("flood-stage") || words.contains("disk usage exceeded")) {
      return ". The disk of Elasticsearch is full: make room, and it takes documents again by itself";
    }
    if (status == 403 && words.contains("index read-only")) {
      return ". Somebody has made the index read-only: set index.blocks.write and"
          + " index.blocks.read_only_allow_delete to null";
    }
    if (status == 403 && words.contains("unauthorized")) {
      return ". The user lacks a right: " + ROLES;
    }
    if (status == 403 && words.contains("blocked by")) {
      return ". The index is blocked: set index.blocks.write to null";
    }
    return "";
  }
}
