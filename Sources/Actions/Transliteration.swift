/// Letters and digits in the alphabet of addresses.
enum Transliteration {
  /// As passports have it (ICAO Doc 9303 part 3), except for letters nobody misses in an address.
  private static let cyrillic: [Character: String] = [
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u",
  ]

  /// Letters with a mark, by the letter without it.
  private static let marked: [Character: String] = {
    let groups = [
      "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęě", "g": "ĝğġģ", "i": "ìíîïĩīĭįı", "l": "ĺļľł", "n": "ñńņň",
      "o": "òóôõöøōŏő",
      "r": "ŕŗř", "s": "śŝşš", "ss": "ß", "t": "ţť", "u": "ùúûüũūŭůűų", "y": "ýÿ", "z": "źżž",
    ]
    return groups.reduce(into: [:]) { table, group in
      for letter in group.value { table[letter] = group.key }
    }
  }()

  /// - Parameter character: in lower case.
  /// - Returns: Latin letters or a digit, or an empty text for a letter that is not written; nil for anything else.
  static func latin(_ character: Character) -> String? {
    if character.isASCII { return character.isLetter || character.isNumber ? String(character) : nil }
    return cyrillic[character] ?? marked[character]
  }
}
