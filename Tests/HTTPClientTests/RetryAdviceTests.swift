import HTTP
import HTTPClient
import Testing

@Suite struct RetryAdviceTests {
  /// 1994-11-06T08:49:37Z, the date of RFC 9110's examples.
  private static let moment: Int64 = 784_111_777

  @Test(arguments: [
    ("0", Duration.seconds(0)), ("30", .seconds(30)), ("007", .seconds(7)), ("99999999999999999999", .seconds(999_999_999_999)),
    ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(60)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(60)),
    ("Sun Nov  6 08:49:37 1994", .seconds(60)), ("Sun, 06 Nov 1994 08:48:00 GMT", .seconds(0)),
    ("Mon, 07 Nov 1994 08:48:37 GMT", .seconds(86_400)),
  ])
  func `a delay or a date is read`(text: String, expected: Duration) throws {
    let advice = RetryAdvice(headers: ["retry-after": try #require(FieldValue(text))], now: Self.moment - 60)
    #expect(advice.retryAfter == expected)
  }

  @Test(arguments: [
    "", "-1", "+5", "1.5", "soon", "5 s", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func `anything else is no advice`(text: String) throws {
    #expect(RetryAdvice(headers: ["retry-after": try #require(FieldValue(text))], now: Self.moment).retryAfter == nil)
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", Int64(0)), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
    ("Wed, 31 Dec 2025 23:59:59 GMT", 1_767_225_599),
    ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
  ])
  func `dates count leap years`(text: String, seconds: Int64) throws {
    let advice = RetryAdvice(headers: ["retry-after": try #require(FieldValue(text))], now: 0)
    #expect(advice.retryAfter == .seconds(seconds))
  }

  @Test func `a rate limit is read`() {
    let headers: Headers = [
      "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1691591363", "x-ratelimit-resource": "core",
    ]
    let limit = RetryAdvice(headers: headers, now: 0).rateLimit
    #expect(limit?.limit == 5000)
    #expect(limit?.remaining == 0)
    #expect(limit?.reset == 1_691_591_363)
    #expect(limit?.resource == "core")
    #expect(RetryAdvice(headers: ["etag": "x"], now: 0).rateLimit == nil)
  }
}
