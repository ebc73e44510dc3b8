import ArgumentParser
import NIOCore
import NIOPosix
import Probing

/// Deletes what the collectors keep of this probe, and what the probe keeps here.
struct ProbeForget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Delete what collectors keep of this probe, and its key and spool here.")

    @OptionGroup var options: ProbeOptions

    @Flag(help: "Delete the folder even when a collector cannot be told; its rows then stay.")
    var localOnly = false

    func run() async throws {
        let folder = try options.folder()
        guard try folder.read("key") != nil else {
            return StandardStream.output.write(
                Array("There is no key in “\(folder.root)”, so nothing to forget.\n".utf8))
        }
        let key = try ProbeKey.loaded(from: folder)
        let environment = try options.environment(file: try options.measured().file)
        let collectors = try options.collectorURLs()
        guard localOnly || !collectors.isEmpty else {
            throw CommandFailure("Say which collectors to tell with --collector, or --local-only to tell none.")
        }
        // Every collector is told, also after one that could not be.
        var refusals: [String] = []
        for url in localOnly ? [] : collectors {
            let collector = Collector(
                url: url, environment: environment, key: key, group: MultiThreadedEventLoopGroup.singleton)
            do {
                try await collector.forget()
                StandardStream.output.write(Array("\(url) deleted the raw rows of \(key.pseudonym).\n".utf8))
            } catch {
                refusals.append("\(url) \(error)")
            }
        }
        guard refusals.isEmpty else {
            throw CommandFailure(
                refusals.joined(separator: "; ")
                    + ", so the key is kept: without it nobody could ask again. Nothing was deleted here.", code: 1)
        }
        do { try folder.removeAll() } catch { throw CommandFailure(error.description) }
        StandardStream.output.write(
            Array("The key, the consent and the spool in “\(folder.root)” are gone. Published bundles stay.\n".utf8))
    }
}
