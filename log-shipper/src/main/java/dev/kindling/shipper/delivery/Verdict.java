package dev.kindling.shipper.delivery;

/** What to do with a document after its result. Pure: the status table of the delivery. */
public enum Verdict {
  /** It is in the index. */
  ARRIVED,
  /** It was in the index already: the rest of a replay. As good as arrived. */
  DUPLICATE,
  /** Send it again, for ever: the cluster is busy, or an operator has to act. */
  RETRY,
  /** It will never be taken as it is. */
  REFUSED;

  /** The verdict on one document. */
  public static Verdict of(ItemResult item) {
    int status = item.status();
    if (status >= 200 && status < 300) {
      return ARRIVED;
    }
    if (status == 409) {
      return DUPLICATE;
    }
    // A closed index answers 400 and is no fault of the document.
    if (status == 400 && !"index_closed_exception".equals(item.errorType())) {
      return REFUSED;
    }
    // 413 of one item: the document, not the request, is over a limit. 403 is a write block, a full
    // disk or a missing right: an operator can mend each of them. So is 404, a missing alias.
    return status == 413 ? REFUSED : RETRY;
  }
}
