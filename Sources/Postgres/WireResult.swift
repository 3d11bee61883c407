internal import CLibpq

/// What libpq gives next while it works through the requests that were sent.
enum WireResult {
  /// A statement succeeded.
  case rows(QueryResult)
  case failure(ServerError)
  /// An earlier statement between the same two syncs failed, so this one was not run.
  case skipped
  case sync
  /// The statement has no more results.
  case end
  /// COPY or something newer: not used here, and the connection cannot go on.
  case unexpected

  /// Takes the result over.
  init(_ result: OpaquePointer) {
    switch unsafe PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      self = .rows(unsafe QueryResult(result))
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      self = .failure(unsafe ServerError(result, statement: ""))
      unsafe PQclear(result)
    case let status:
      self =
        switch status {
        case PGRES_PIPELINE_ABORTED: .skipped
        case PGRES_PIPELINE_SYNC: .sync
        default: .unexpected
        }
      unsafe PQclear(result)
    }
  }
}
