/// Where a secret comes from: `{"env": NAME}` or `{"file": PATH}`, never the value itself.
enum SecretSource: Decodable, Equatable {
  case variable(String)
  case file(String)

  private enum CodingKeys: String, CodingKey, CaseIterable { case env, file }

  init(from decoder: any Decoder) throws {
    let place = decoder.codingPath.map(\.stringValue).joined(separator: ".")
    if (try? decoder.singleValueContainer().decode(String.self)) != nil {
      throw ProjectFileError(#"'\#(place)' must not hold the secret itself; write {"env": NAME} or {"file": PATH}"#)
    }
    let container = try decoder.strictContainer(CodingKeys.self)
    let variable = try container.decodeIfPresent(String.self, forKey: .env)
    let file = try container.decodeIfPresent(String.self, forKey: .file)
    switch (variable, file) {
    case (let variable?, nil): self = .variable(variable)
    case (nil, let file?): self = .file(file)
    default: throw ProjectFileError(#"'\#(place)' needs one of {"env": NAME} and {"file": PATH}"#)
    }
  }
}
