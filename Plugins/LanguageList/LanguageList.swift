import Foundation
import PackagePlugin

/// Lists the languages of `Publishing/Languages`, so that adding a language is adding one file.
///
/// The file `Urdu.swift` declares the catalogue `urdu`. English comes first, since the others fall back on it.
@main struct LanguageList: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL.appending(path: "Languages")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let names = files.filter { $0.pathExtension == "swift" }.map { $0.deletingPathExtension().lastPathComponent }
            .sorted { ($0 == "English" ? 0 : 1, $0) < ($1 == "English" ? 0 : 1, $1) }
            .map { $0.prefix(1).lowercased() + $0.dropFirst() }
        let source = """
            // Made by Plugins/LanguageList from the names of the files in Languages.
            let languageCatalogues: [String] = [\(names.joined(separator: ", "))]

            """
        let output = context.pluginWorkDirectoryURL.appending(path: "Sources")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let list = output.appending(path: "LanguageCatalogues.swift")
        // Written only when it changes, since what is written is compiled again.
        if (try? String(contentsOf: list, encoding: .utf8)) != source {
            try source.write(to: list, atomically: true, encoding: .utf8)
        }
        // The list is there already; a command that does nothing is how a plugin names a folder of sources.
        return [
            .prebuildCommand(
                displayName: "Listing the languages", executable: URL(filePath: "/bin/true"), arguments: [],
                outputFilesDirectory: output)
        ]
    }
}
