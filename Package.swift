// swift-tools-version: 6.2
// Every arrow of the architecture is written here: a target may import only what it lists.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// Targets that touch C say so at every use.
let unsafe = strict + [.strictMemorySafety()]

func target(_ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = strict) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "auto-flow",
  products: [.executable(name: "autoflow", targets: ["autoflow"])],
  targets: [
    // C
    .target(name: "CLinux"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlienc", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

    // tools: know nothing of Auto-Flow
    target("Log", ["CLinux"], settings: unsafe),
    target("EventLoop", ["CLinux"], settings: unsafe),
    target("HTTP", []),
    target("HTTPServer", ["HTTP", "EventLoop", "Log", "CLinux", "CZlib", "CBrotli"], settings: unsafe),
    target("HTTPClient", ["HTTP", "EventLoop", "CLinux", "CCurl"], settings: unsafe),
    target("Postgres", ["EventLoop", "Log", "CLinux", "CLibpq"], settings: unsafe),
    target("Templates", []),
    target("Messages", []),
    target("Crypto", ["EventLoop", "CLinux", "COpenSSL", "CArgon2"], settings: unsafe),
    target("QRCode", ["CQREncode"], settings: unsafe),
    target("Markdown", ["CCmark"], settings: unsafe),

    // core
    target("Domain", []),
    target("Pipeline", ["Domain"]),

    // adapters
    target("Storage", ["Pipeline", "Domain", "Postgres", "Crypto", "Log"]),
    target("Asana", ["Domain", "HTTP", "HTTPClient", "Crypto"]),
    target("GitHub", ["Domain", "HTTP", "HTTPClient", "Crypto"]),

    // use cases
    target("Actions", ["Storage", "Pipeline", "Domain", "Messages", "Crypto", "Postgres"]),

    // edges
    target("Web", ["Actions", "Markdown", "Storage", "Pipeline", "Domain", "HTTP", "Messages", "Templates", "Crypto", "QRCode", "Log"]),
    target("Webhooks", ["Storage", "Pipeline", "Asana", "GitHub", "Domain", "HTTP", "Postgres", "Crypto", "Log"]),
    target("Worker", ["Storage", "Pipeline", "Domain", "Postgres", "Crypto", "EventLoop", "Log"]),
    target("Sandbox", ["Domain", "HTTP", "HTTPServer", "HTTPClient", "EventLoop", "Templates", "Crypto", "Log"]),

    // composition
    target(
      "App",
      [
        "Web", "Webhooks", "Worker", "Sandbox", "Actions", "Storage", "Asana", "GitHub", "Pipeline", "Domain",
        "HTTPServer", "HTTPClient", "HTTP", "Postgres", "Messages", "Templates", "Crypto", "EventLoop", "Log", "CLinux",
      ], settings: unsafe),
    .executableTarget(name: "autoflow", dependencies: ["App"], swiftSettings: strict),

    // tests
    target(
      "TestKit", ["Storage", "Postgres", "Crypto", "EventLoop", "Domain", "Pipeline", "HTTP", "Log", "CLinux"], settings: unsafe),
    tests("EventLoopTests", ["EventLoop", "TestKit"]),
    tests("HTTPTests", ["HTTP", "HTTPServer", "EventLoop", "Log", "TestKit"]),
    tests("HTTPClientTests", ["HTTPClient", "HTTPServer", "HTTP", "EventLoop", "Log", "TestKit"]),
    tests("TemplatesTests", ["Templates", "TestKit"]),
    tests("MessagesTests", ["Messages", "TestKit"]),
    tests("CryptoTests", ["Crypto", "EventLoop", "TestKit"]),
    tests("QRCodeTests", ["QRCode"]),
    tests("MarkdownTests", ["Markdown", "TestKit"]),
    tests("PipelineTests", ["Pipeline", "Domain", "TestKit"]),
    tests("AdapterTests", ["Asana", "GitHub", "Domain", "HTTP", "HTTPClient", "Crypto", "TestKit"]),
    tests(
      "SandboxTests",
      [
        "Sandbox", "Web", "Asana", "GitHub", "Domain", "HTTP", "HTTPServer", "HTTPClient", "EventLoop", "Crypto", "Log", "Messages",
        "Templates",
        "TestKit",
      ]),
    tests("PostgresTests", ["Postgres", "EventLoop", "Log", "TestKit"]),
    tests(
      "StorageTests",
      ["Storage", "Worker", "Webhooks", "Actions", "Pipeline", "Domain", "HTTP", "Postgres", "Crypto", "EventLoop", "Log", "TestKit"]),
    tests(
      "WebTests",
      ["Web", "Actions", "Storage", "Pipeline", "Domain", "HTTP", "Messages", "Templates", "Crypto", "Postgres", "Log", "TestKit"]),
    tests(
      "EndToEndTests",
      [
        "App", "Web", "Webhooks", "Worker", "Sandbox", "Actions", "Storage", "Asana", "GitHub", "Pipeline", "Domain",
        "HTTPServer", "HTTPClient", "HTTP", "Postgres", "Crypto", "EventLoop", "Log", "TestKit",
      ], exclude: ["Golden"]),
  ]
)
