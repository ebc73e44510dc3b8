import Foundation
import TestSupport
import Testing

/// OONI's rules for web_connectivity as a program of their own (`wc05_check.py`, which agrees with OONI's 50 test cases).
enum OONIRules {
    /// Lets the rules judge measurements and compares what they say with the measurements' own words.
    ///
    /// - Parameter rows: `{"name":…,"measurement":…}`, one a line.
    static func check(_ rows: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        guard let script = RecordedFile.path("samples/checks/wc05_check.py", sourceLocation: sourceLocation) else {
            return
        }
        let folder = try TemporaryFolder()
        for name in ["checks", "ooni"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
        }
        try FileManager.default.copyItem(atPath: script, toPath: "\(folder.path)/checks/wc05_check.py")
        try Data(gzipped(Array(rows.joined().utf8))).write(
            to: URL(filePath: "\(folder.path)/ooni/wc05_qa.jsonl.gz"))
        let output = try Command.output(of: "/usr/bin/env", ["python3", "\(folder.path)/checks/wc05_check.py"])
        // Its only line: what differs is listed before it.
        #expect(output == "mismatches 0 of \(rows.count)\n", "\(output)", sourceLocation: sourceLocation)
    }
}

/// What a measurement says of itself, each word as JSON.
struct OONIWords: Decodable, Equatable {
    var blocking: String
    var accessible: String
    var controlFailure: String?

    private enum Outer: String, CodingKey { case test_keys }
    private enum Inner: String, CodingKey { case blocking, accessible, control_failure }

    init(_ blocking: String, _ accessible: String, controlFailure: String? = nil) {
        (self.blocking, self.accessible, self.controlFailure) = (blocking, accessible, controlFailure)
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Outer.self).nestedContainer(
            keyedBy: Inner.self, forKey: .test_keys)
        func word(_ key: Inner) throws -> String {
            if try values.decodeNil(forKey: key) { return "null" }
            if let flag = try? values.decode(Bool.self, forKey: key) { return "\(flag)" }
            return "\"\(try values.decode(String.self, forKey: key))\""
        }
        (blocking, accessible) = (try word(.blocking), try word(.accessible))
        controlFailure = try values.decodeIfPresent(String.self, forKey: .control_failure)
    }
}
