import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct TypeTests {
  static let int = Statement("test.type_int", "SELECT $1::bigint")
  static let text = Statement("test.type_text", "SELECT $1::text")
  static let bool = Statement("test.type_bool", "SELECT $1::boolean")
  static let bytes = Statement("test.type_bytes", "SELECT $1::bytea")
  static let timestamp = Statement("test.type_timestamp", "SELECT $1::timestamptz")
  static let ints = Statement("test.type_ints", "SELECT $1::bigint[]")
  static let texts = Statement("test.type_texts", "SELECT $1::text[]")
  static let bools = Statement("test.type_bools", "SELECT $1::boolean[]")
  static let bytesArray = Statement("test.type_bytes_array", "SELECT $1::bytea[]")
  static let json = Statement("test.type_json", "SELECT $1::jsonb ->> 'a'")

  private func row(_ statement: Statement, _ value: SQLValue) async throws -> Row {
    try #require(try await TestDatabase.current.database.query(statement, [value]).first)
  }

  @Test("Integers come back as they went", arguments: [0, 1, -1, 42, .max, .min] as [Int64])
  func integers(value: Int64) async throws {
    #expect(try await row(Self.int, .int(value)).int(0) == value)
  }

  @Test(
    "Texts come back as they went",
    arguments: ["", "a", "ä€😀", "'\"\\", "{}", "NULL", "line\nline\ttab", String(repeating: "long ", count: 50_000)])
  func texts(value: String) async throws {
    #expect(try await row(Self.text, .text(value)).text(0) == value)
    #expect(try await row(Self.texts, .texts([value, nil, value])).texts(0) == [value, nil, value])
    let counted = try await row(Self.text, .text(value)).withUTF8(0) { $0.count }
    #expect(counted == value.utf8.count)
  }

  @Test(
    "Instants come back as they went, in microseconds",
    arguments: [
      0, 1, -1, 951_782_400_000_000, 1_709_164_800_123_456, -62_135_596_800_000_000, -62_135_596_800_000_001, -210_866_803_200_000_000,
      9_224_318_015_999_999,
    ] as [Int64])
  func instants(value: Int64) async throws {
    #expect(try await row(Self.timestamp, .timestamp(microseconds: value)).timestamp(0) == value)
  }

  @Test("An instant means the same to the server")
  func instantAgainstServer() async throws {
    let statement = Statement("test.epoch", "SELECT (extract(epoch FROM $1::timestamptz) * 1000000)::bigint")
    #expect(try await row(statement, .timestamp(microseconds: 1_700_000_000_000_001)).int(0) == 1_700_000_000_000_001)
  }

  @Test("NULL is nil for optional readers and an error for the others")
  func null() async throws {
    let row = try await row(Self.int, .null)
    #expect(row.isNull(0))
    #expect(try row.optionalInt(0) == nil)
    #expect(throws: DatabaseError.decoding(column: "int8", expected: "integer")) { try row.int(0) }
  }

  @Test("A value of another type is an error that names the column")
  func wrongType() async throws {
    let statement = Statement("test.wrong_type", "SELECT 'x' AS letter, 'infinity'::timestamptz AS never, '{{1},{2}}'::bigint[] AS grid")
    let row = try #require(try await TestDatabase.current.database.query(statement).first)
    #expect(throws: DatabaseError.decoding(column: "letter", expected: "integer")) { try row.int(0) }
    #expect(throws: DatabaseError.decoding(column: "letter", expected: "boolean")) { try row.bool("letter") }
    #expect(throws: DatabaseError.decoding(column: "letter", expected: "bytea")) { try row.bytes("letter") }
    #expect(throws: DatabaseError.decoding(column: "never", expected: "timestamp")) { try row.timestamp("never") }
    #expect(throws: DatabaseError.decoding(column: "grid", expected: "integer[]")) { try row.ints("grid") }
    #expect(throws: DatabaseError.decoding(column: "absent", expected: "a column of this name")) { try row.int("absent") }
  }

  @Test("A zero byte in a text is refused instead of cutting the text short")
  func zeroByte() async throws {
    let error = await failure { _ = try await row(Self.text, .text("before\u{0}after")) }
    #expect(error?.sqlstate == "22021")
    let inArray = await failure { _ = try await row(Self.texts, .texts(["ok", "a\u{0}"])) }
    #expect(inArray?.sqlstate == "22021")
  }

  @Test("JSON arrives as JSON")
  func json() async throws {
    #expect(try await row(Self.json, .json(#"{"a": "b\"c"}"#)).text(0) == "b\"c")
  }

  @Test("Random values of every type come back as they went", arguments: [1, 2, 3, 4] as [UInt64])
  func randomValues(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let int = Int64(bitPattern: random.next())
      #expect(try await row(Self.int, .int(int)).int(0) == int, "seed \(seed)")
      let bytes = random.bytes(Int.random(in: 0...300, using: &random))
      #expect(try await row(Self.bytes, .bytes(bytes)).bytes(0) == bytes, "seed \(seed)")
      let bool = Bool.random(using: &random)
      #expect(try await row(Self.bool, .bool(bool)).bool(0) == bool, "seed \(seed)")
      let instant = Int64.random(in: -210_866_803_200_000_000...9_224_318_015_999_999, using: &random)
      #expect(try await row(Self.timestamp, .timestamp(microseconds: instant)).timestamp(0) == instant, "seed \(seed)")
    }
  }

  @Test("Random arrays come back as they went", arguments: [5, 6, 7] as [UInt64])
  func randomArrays(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let count = Int.random(in: 0...6, using: &random)
      let ints = (0..<count).map { _ in Int64(bitPattern: random.next()) }
      #expect(try await row(Self.ints, .ints(ints)).ints(0) == ints, "seed \(seed)")
      let bools = (0..<count).map { _ in Bool.random(using: &random) }
      #expect(try await row(Self.bools, .bools(bools)).bools(0) == bools, "seed \(seed)")
      let texts = (0..<count).map { _ in Bool.random(using: &random) ? Self.text(&random) : nil }
      #expect(try await row(Self.texts, .texts(texts)).texts(0) == texts, "seed \(seed)")
      let blobs = (0..<count).map { _ in Bool.random(using: &random) ? random.bytes(Int.random(in: 0...20, using: &random)) : nil }
      #expect(try await row(Self.bytesArray, .bytesArray(blobs)).bytesArray(0) == blobs, "seed \(seed)")
    }
  }

  /// Mostly the characters that array literals treat specially.
  private static func text(_ random: inout SplitMix64) -> String {
    let alphabet = Array("a{},\"\\ NULLé😀\n'")
    return String((0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
  }
}
