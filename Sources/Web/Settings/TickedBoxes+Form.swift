internal import Actions

extension TickedBoxes {
  /// The boxes of a name in a form whose field `was` has what was ticked on its page.
  init(_ form: Form, _ name: String) {
    self.init(ticked: form.values(name), shown: form.has("was") ? form["was"] : nil)
  }
}
