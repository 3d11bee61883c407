internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// What a search found: model of `fragments/search.mustache`.
struct SearchResults: TemplateModel {
  let words: Words
  let phrase: SearchPhrase
  var places: [NavItem] = []
  var projects: [SearchStore.Project] = []
  var tasks: [SearchStore.Task] = []
  /// Of the project that was searched; nil outside of one.
  var path: String?

  static var fields: Fields<Self> { [.list("groups", \.groups), .section("none", \.none), .section("note", \.note)] }

  /// Tasks stand first once something was typed: that is what people look for then.
  var groups: [Group] {
    let ordered = phrase.words.isEmpty ? [placeGroup, projectGroup, taskGroup] : [taskGroup, placeGroup, projectGroup]
    return ordered.filter { !$0.items.isEmpty }
  }

  var none: Note? { groups.isEmpty ? Note(text: words("search.none")) : nil }

  /// How far the search in titles reaches.
  var note: Note? {
    guard path != nil, !phrase.words.isEmpty else { return nil }
    return Note(text: words.count("search.reach", SearchStore.searchedTasks))
  }

  private var taskGroup: Group {
    let title = words(phrase.words.isEmpty ? "search.recent" : "search.tasks")
    return Group(
      title: title,
      items: tasks.map { task in
        Item(
          label: task.title, href: "\(path ?? "")/t/\(task.id)", icon: "status-" + task.status.rawValue, status: task.status.rawValue,
          note: task.issue.map { "#\($0)" } ?? "", letter: nil)
      })
  }

  private var placeGroup: Group {
    Group(
      title: words("search.places"),
      items: places.map { Item(label: $0.label, href: $0.href, icon: $0.place.icon, status: "", note: "", letter: $0.place.letter) })
  }

  private var projectGroup: Group {
    Group(
      title: words("search.projects"),
      items: projects.map { Item(label: $0.name, href: "/p/" + $0.slug, icon: "projects", status: "", note: $0.slug, letter: nil) })
  }

  struct Group: TemplateModel {
    let title: String
    let items: [Item]

    static var fields: Fields<Self> { [.text("title", \.title), .list("items", \.items)] }
  }

  struct Item: TemplateModel {
    let label: String
    let href: String
    let icon: String
    /// Code of a task's status, for its colour.
    let status: String
    let note: String
    /// The key that leads there after `g`.
    let letter: String?

    static var fields: Fields<Self> {
      [
        .text("label", \.label), .text("href", \.href), .text("icon", \.icon), .text("status", \.status), .text("note", \.note),
        .text("letter", \.letter),
      ]
    }
  }
}
