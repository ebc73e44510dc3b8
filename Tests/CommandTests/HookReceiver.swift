import Foundation

/// A receiver of webhooks in Python, so that signatures are checked by somebody else's HMAC.
final class HookReceiver {
    /// One request as the receiver saw it.
    struct Received: Decodable {
        var id: String
        var isSigned: Bool
        var status: Int
        var revision: Int?
        var type: String

        private enum CodingKeys: String, CodingKey {
            case id, status, revision, type
            case isSigned = "signed"
        }
    }

    static let python = "/usr/bin/python3"
    let port: Int
    private let folder: Folder
    private let process: Process

    private static let program = """
        import base64, hashlib, hmac, http.server, json, os, sys
        folder = sys.argv[1]
        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                name = self.headers["webhook-id"]
                secret = base64.b64decode(open(folder + "/secret").read().removeprefix("whsec_"))
                signed = f"{name}.{self.headers['webhook-timestamp']}.".encode() + body
                wanted = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
                status = int(open(folder + "/status").read())
                value = json.loads(body)
                with open(folder + "/log", "a") as log:
                    log.write(json.dumps({
                        "id": name, "signed": hmac.compare_digest(wanted, self.headers["webhook-signature"]),
                        "status": status, "revision": value["data"].get("revision"), "type": value["type"]}) + "\\n")
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()
            def log_message(self, *_):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    init() throws {
        folder = try Folder()
        _ = try folder.write("hook.py", Data(HookReceiver.program.utf8))
        _ = try folder.write("log", Data())
        process = Process()
        process.executableURL = URL(fileURLWithPath: HookReceiver.python)
        process.arguments = [folder.path + "/hook.py", folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = pipe.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.executableRuntimeMismatch) }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let port = Int(text.dropLast()) else { throw CocoaError(.featureUnsupported) }
        self.port = port
        try answer(200)
    }

    /// Answers every request so from now on.
    func answer(_ status: Int) throws { _ = try folder.write("status", Data("\(status)".utf8)) }

    /// Checks signatures with this secret from now on.
    func expect(secret: String) throws { _ = try folder.write("secret", Data(secret.utf8)) }

    /// Everything that came, oldest first.
    var received: [Received] {
        let log = (try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? ""
        // A line that is being written is read the next time.
        return log.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Received.self, from: Data($0.utf8))
        }
    }

    /// Waits until what came fits, for a minute at most.
    func wait(until fits: ([Received]) -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if fits(received) { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    // Not by SIGTERM: a program inherits that it is ignored, as it is here once anything has asked for signals.
    deinit { kill(process.processIdentifier, SIGKILL) }
}
