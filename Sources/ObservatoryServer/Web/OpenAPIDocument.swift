import HTTPTypes

/// `/openapi.json`: OpenAPI 3.1, made from the endpoints themselves.
enum OpenAPIDocument {
    static func document(of endpoints: [Endpoint], site: String) -> JSONValue {
        var paths: [(String, [(String, JSONValue)])] = []
        for endpoint in endpoints {
            let operation = (endpoint.method.rawValue.lowercased(), self.operation(endpoint))
            if let index = paths.firstIndex(where: { $0.0 == endpoint.path }) {
                paths[index].1.append(operation)
            } else {
                paths.append((endpoint.path, [operation]))
            }
        }
        return [
            "openapi": "3.1.1",
            "info": [
                "title": "Parallax", "version": .string(softwareVersion),
                "summary": "An open Internet observatory: can people there reach it, since when, how sure?",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(site)]],
            "paths": .object(paths.map { ($0.0, .object($0.1)) }),
            "components": [
                "schemas": [
                    "Revision": revision, "Cell": cell,
                    "Problem": [
                        "type": "object", "required": ["title", "status", "code"],
                        "properties": [
                            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                            "detail": ["type": "string"],
                            "code": ["enum": .array(Problem.Code.allCases.map { .string($0.rawValue) })],
                        ],
                    ],
                ],
                "securitySchemes": [
                    "admin": [
                        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                        "description": "A token that “parallax admin token” makes.",
                    ],
                    "probe": [
                        "type": "apiKey", "in": "header", "name": "Authorization",
                        "description":
                            "“Probe <base64url Ed25519 public key>:<base64url signature>” over “parallax-v1”, the path and the SHA-256 of the body in hex, parted by line feeds.",
                    ],
                ],
            ],
        ]
    }

    private static func operation(_ endpoint: Endpoint) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(endpoint.operation)), ("summary", .string(endpoint.summary)),
        ]
        if !endpoint.parameters.isEmpty {
            members.append(("parameters", .array(endpoint.parameters.map(parameter))))
        }
        if let body = endpoint.body {
            let content: [(String, JSONValue)] = body.mediaTypes.map { ($0, .object([("schema", body.schema)])) }
            members.append(
                (
                    "requestBody",
                    ["required": true, "description": .string(body.about), "content": .object(content)]
                ))
        }
        if endpoint.problems.contains(.tokenMissing) {
            let requirement: JSONValue = ["admin": .array([])]
            members.append(("security", .array([requirement])))
        }
        if endpoint.problems.contains(.signatureMissing) {
            let requirement: JSONValue = ["probe": .array([])]
            members.append(("security", .array([requirement])))
        }
        let isJSON = endpoint.answer.mediaType.hasSuffix("json")
        let schema: JSONValue = isJSON ? endpoint.answer.schema : .object([])
        let content: JSONValue = .object([(endpoint.answer.mediaType, .object([("schema", schema)]))])
        let success: JSONValue = ["description": .string(endpoint.answer.about), "content": content]
        var responses: [(String, JSONValue)] = [("200", success)]
        if endpoint.method == .get { responses.append(("304", ["description": "The client has it already."])) }
        var problems = endpoint.problems
        if endpoint.parameters.contains(where: { $0.location == .query }) { problems.append(.invalidParameter) }
        let failure: JSONValue = [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
        ]
        let byStatus = Dictionary(grouping: problems, by: { Int($0.status.code) })
        for (status, codes) in byStatus.sorted(by: { $0.key < $1.key }) {
            let titles = codes.map(\.title).joined(separator: "; ")
            responses.append((String(status), ["description": .string(titles), "content": failure]))
        }
        members.append(("responses", .object(responses)))
        return .object(members)
    }

    private static func parameter(_ parameter: Endpoint.Parameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": .string(parameter.location.rawValue),
            "required": .bool(parameter.required || parameter.location == .path),
            "description": .string(parameter.about), "schema": schema(parameter.form),
        ]
    }

    private static func schema(_ form: Endpoint.Form) -> JSONValue {
        switch form {
        case .country: ["type": "string", "pattern": "^[A-Za-z]{2}$"]
        case .asn: ["type": "integer", "minimum": 0, "maximum": 4_294_967_295]
        case .platform: ["type": "string", "pattern": "^[a-z0-9.-]{1,64}$"]
        case .time: ["type": "string", "format": "date-time"]
        case .integer(let range):
            ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
        case .choice(let words): ["enum": .array(words.map { .string($0) })]
        case .text(let bound): ["type": "string", "maxLength": .int(bound)]
        }
    }

    private static let time: JSONValue = ["type": "string", "format": "date-time"]
    private static let maybeTime: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let texts: JSONValue = ["type": "array", "items": ["type": "string"]]

    /// CONTRACT §2, with the mark that this server adds to the synthetic example.
    private static let revision: JSONValue = [
        "type": "object",
        "required": [
            "kind", "incident", "revision", "decidedAt", "status", "verdict", "cc", "scope", "platforms", "onset",
            "statement",
        ],
        "properties": [
            "kind": ["const": "revision"],
            "synthetic": ["const": true, "description": "Only on the reconstruction that the project made itself."],
            "incident": ["type": "string"], "revision": ["type": "integer", "minimum": 1], "decidedAt": time,
            "status": ["enum": ["suspected", "confirmed", "restoring", "restored", "retracted"]],
            "verdict": ["enum": ["slow", "blocked", "platformDown", "dark"]],
            "cc": ["type": "string", "pattern": "^[A-Z]{2}$"],
            "scope": ["enum": ["national", "regional", "networks", "access", "global"]], "regions": texts,
            "asns": ["type": "array", "items": ["type": "object"]], "access": ["type": ["string", "null"]],
            "platforms": texts, "mechanism": texts, "onset": time, "onsetLow": time, "onsetHigh": time,
            "end": maybeTime, "evidence": ["type": "object"], "posterior": ["type": "number"],
            "posteriorRaw": ["type": "number"], "falseAlarmsPerYear": ["type": ["number", "null"]],
            "affectedShare": ["type": "object"], "sharesEstimated": ["type": "boolean"],
            "sample": ["type": "object"], "slowdown": ["type": ["object", "null"]],
            "phases": ["type": "array", "items": ["type": "object"]], "related": ["type": "object"],
            "statement": ["type": "string"], "statements": ["type": "object"], "reason": ["type": ["string", "null"]],
            "mergedInto": ["type": ["string", "null"]], "supersedes": ["type": ["integer", "null"]],
            "rules": ["type": "string"],
        ],
    ]

    private static let cell: JSONValue = [
        "type": "object", "required": ["cc", "platform", "verdict", "attention", "evidence", "sample"],
        "properties": [
            "cc": ["type": "string"], "asn": ["type": ["integer", "null"]], "platform": ["type": "string"],
            "verdict": ["enum": ["ok", "slow", "blocked", "platformDown", "dark", "insufficient"]],
            "attention": ["enum": ["quiet", "reported", "watch", "suspected", "confirmed", "restoring"]],
            "evidence": ["type": "number"],
            "sample": [
                "type": "object",
                "properties": [
                    "votes": ["type": "integer"], "failures": ["type": "integer"], "probes": ["type": "integer"],
                ],
            ], "newest": maybeTime, "incident": ["type": ["string", "null"]],
        ],
    ]
}
