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
                "schemas": schemas,
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
                    [
                        "required": .bool(body.isRequired), "description": .string(body.about),
                        "content": .object(content),
                    ]
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
        let content = ([endpoint.answer.mediaType] + endpoint.answer.alternatives).map { type in
            (type, JSONValue.object([("schema", type.hasSuffix("json") ? endpoint.answer.schema : .object([]))]))
        }
        let success: JSONValue = ["description": .string(endpoint.answer.about), "content": .object(content)]
        var responses: [(String, JSONValue)] = [("200", success)]
        if endpoint.method == .get, endpoint.isCacheable {
            responses.append(("304", ["description": "The client has it already."]))
        }
        var problems = endpoint.problems
        if !endpoint.parameters.isEmpty { problems.append(.invalidParameter) }
        if !endpoint.path.hasPrefix("/health/") { problems.append(.notReady) }
        let failure: JSONValue = [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
        ]
        let byStatus = Dictionary(grouping: Set(problems), by: { Int($0.status.code) })
        for (status, codes) in byStatus.sorted(by: { $0.key < $1.key }) {
            let titles = codes.map(\.title).sorted().joined(separator: "; ")
            responses.append((String(status), ["description": .string(titles), "content": failure]))
        }
        responses.append(("default", ["description": "Any other problem.", "content": failure]))
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
        case .asn: ["type": "string", "pattern": .string(asnPattern)]
        case .platform: ["type": "string", "pattern": "^[a-z0-9.-]{1,64}$"]
        case .time:
            [
                "anyOf": [
                    ["type": "string", "format": "date-time"], ["type": "string", "format": "date"],
                    [
                        "type": "string",
                        "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]$",
                    ],
                ]
            ]
        case .unixTime: ["type": "integer", "minimum": 0, "maximum": .int(Endpoint.Form.latestUnixTime)]
        case .integer(let range):
            ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
        case .word(let bound): ["type": "string", "pattern": .string("^[a-z0-9_]{2,\(bound)}$")]
        case .choice(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .text(let bound):
            ["type": "string", "maxLength": .int(bound), "pattern": "^[^\\u0000-\\u001f]*$"]
        }
    }

    /// 0 to 4294967295, with or without “AS”.
    private static let asnPattern =
        "^(?:[Aa][Ss])?(?:[0-9]{1,9}|[1-3][0-9]{9}|4(?:[01][0-9]{8}|2(?:[0-8][0-9]{7}|9(?:[0-3][0-9]{6}"
        + "|4(?:[0-8][0-9]{5}|9(?:[0-5][0-9]{4}|6(?:[0-6][0-9]{3}|7(?:[01][0-9]{2}|2(?:[0-8][0-9]|9[0-5])))))))))$"
}
