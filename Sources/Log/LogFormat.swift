/// Shape of the lines: `text` for people, `json` for machines.
package enum LogFormat: Sendable, Equatable {
  case text, json
}
