/// Where the database is and how it is used.
package struct DatabaseConfiguration: Sendable {
  /// How the server plans prepared statements.
  package enum Planning: String, Sendable {
    /// One plan per statement and connection, whatever the parameters: saves planning anew at every execution (113 us against 82 us for
    /// the dashboard's statements). Right for statements that always use the same index. Sequential scans are priced out: a plan made while
    /// a table was empty would otherwise read all of it for the life of the connection.
    case generic = "force_generic_plan"
    /// PostgreSQL's own choice.
    case automatic = "auto"
  }

  /// Address as libpq takes it: `postgresql://user:password@host:port/database?host=/socket/folder`.
  package var url: String
  /// Shown in `pg_stat_activity`.
  package var applicationName: String
  /// Role to take after connecting, so that row-level security holds even where the login owns the tables.
  package var role: String?
  /// Connections of each loop that many requests share.
  package var connectionsPerLoop: Int
  /// Connections of each loop that transactions lease, opened when they are needed.
  package var transactionsPerLoop: Int
  /// Longest time for one statement.
  package var statementTimeout: Duration
  /// Longest time a transaction may wait for its next statement.
  package var idleTimeout: Duration
  package var connectTimeout: Duration
  /// Longest time a request waits for a connection.
  package var waitTimeout: Duration
  /// Most requests of a loop that wait for a connection.
  package var maximumWaiting: Int
  /// Most requests under way on one shared connection.
  package var maximumInFlight: Int
  package var planning: Planning

  /// - Parameter url: see the property; the defaults of the others suit the product.
  package init(
    url: String, applicationName: String = "autoflow", role: String? = nil, connectionsPerLoop: Int = 2, transactionsPerLoop: Int = 2,
    statementTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5),
    waitTimeout: Duration = .seconds(5), maximumWaiting: Int = 4096, maximumInFlight: Int = 64, planning: Planning = .generic
  ) {
    precondition(connectionsPerLoop > 0 && transactionsPerLoop > 0 && maximumInFlight > 0, "at least one of each")
    self.url = url
    self.applicationName = applicationName
    self.role = role
    self.connectionsPerLoop = connectionsPerLoop
    self.transactionsPerLoop = transactionsPerLoop
    self.statementTimeout = statementTimeout
    self.idleTimeout = idleTimeout
    self.connectTimeout = connectTimeout
    self.waitTimeout = waitTimeout
    self.maximumWaiting = maximumWaiting
    self.maximumInFlight = maximumInFlight
    self.planning = planning
  }
}
