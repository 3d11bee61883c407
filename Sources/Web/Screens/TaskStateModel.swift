internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Where a task stands: model of `fragments/task_state.mustache`.
struct TaskStateModel: TemplateModel {
  let task: TaskPages.Task
  let path: String
  let canAct: Bool
  let now: Timestamp
  let words: Words

  static var fields: Fields<Self> {
    [
      .text("title", \.title), .section("status", \.status), .section("since", \.since), .list("links", \.links),
      .section("repository", \.repository), .section("waits", \.waits), .list("steps", \.steps),
    ]
  }

  var title: String { TaskTitle.shown(task.header.title, in: words) }
  var status: StatusWord { StatusWord(task.header.status, in: words) }
  var since: Moment { .relative(task.header.statusChangedAt, now: now, in: words) }
  var links: [TaskLinks.Outside] { TaskLinks(header: task.header, words: words).all }
  var repository: Named? { task.header.repository.map(Named.init) }
  var steps: [TaskSteps.Step] { TaskSteps(task, in: words).all }

  var waits: Waits? {
    guard let wait = TaskWait(task, now: now, in: words) else { return nil }
    let asksForRepository = canAct && task.header.status == .needsRepo && !task.repositories.isEmpty
    return Waits(
      wait: wait, select: asksForRepository ? RepositoryForm(action: path + "/repository", repositories: options(current: nil)) : nil)
  }

  /// - Parameter current: name of the one that is selected; without one the project's default is.
  func options(current: String?) -> [RepositoryOption] {
    task.repositories.map { repository in
      RepositoryOption(name: repository.name, isSelected: current.map { $0 == repository.name } ?? repository.isDefault)
    }
  }

  struct Waits: TemplateModel {
    let wait: TaskWait
    let select: RepositoryForm?

    static var fields: Fields<Self> {
      [
        .text("title", \.wait.title), .text("text", \.wait.text), .text("tone", \.wait.tone.rawValue),
        .section("selectRepository", \.select),
      ]
    }
  }

  struct RepositoryForm: TemplateModel {
    let action: String
    let repositories: [RepositoryOption]

    static var fields: Fields<Self> { [.text("action", \.action), .list("repositories", \.repositories)] }
  }
}

/// A repository to choose.
struct RepositoryOption: TemplateModel {
  let name: String
  let isSelected: Bool

  static var fields: Fields<Self> { [.text("name", \.name), .flag("selected", \.isSelected)] }
}
