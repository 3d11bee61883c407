internal import Synchronization

/// The fields of a model, made when they are first asked for: a template names them many times.
final class KnownFields<Model: TemplateModel>: Sendable {
  private let made = Mutex<Fields<Model>?>(nil)

  var fields: Fields<Model> {
    made.withLock { made in
      if let made { return made }
      let fields = Model.fields
      made = fields
      return fields
    }
  }
}
