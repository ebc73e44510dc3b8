import ObservatoryModel

extension OpenAPIDocument {
    /// The schemas that answers refer to.
    static let schemas: JSONValue = [
        "Revision": revision, "Cell": cell, "Bin": bin, "Problem": problem, "Measurement": measurement,
        "MeasurementList": measurementList, "Aggregation": aggregation, "OONIIncident": ooniIncident,
        "SignalAnswer": signalAnswer,
    ]

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

    private static let count: JSONValue = ["type": "integer", "minimum": 0]
    private static let maybeNumber: JSONValue = ["type": ["number", "null"]]

    /// One bin of a series; a column that was not asked for is absent.
    private static let bin: JSONValue = [
        "type": "object", "required": ["at"],
        "properties": [
            "at": time, "sessions": count, "failures": count, "voided": count, "failureShare": maybeNumber,
            "dns": count, "tcp": count, "tls": count, "quic": count, "http": count, "transfers": count,
            "logSpeedRatio": maybeNumber, "ooni": count, "ooniBlocked": ["type": "number"],
            "ooniDown": ["type": "number"],
            "reports": [
                "type": ["integer", "null"],
                "description": "People's reports; null when so few that they are withheld.",
            ],
        ],
    ]

    private static let problem: JSONValue = [
        "type": "object", "required": ["type", "title", "status", "code"],
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string"],
            "code": ["type": "string", "enum": .array(Problem.Code.allCases.map { .string($0.rawValue) })],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["detail", "parameter"],
                    "properties": ["detail": ["type": "string"], "parameter": ["type": "string"]],
                ],
            ],
        ],
    ]

    // MARK: Shapes of others (FORMATS §1.8, §2)

    private static let measurement: JSONValue = [
        "type": "object",
        "required": [
            "anomaly", "confirmed", "failure", "input", "measurement_start_time", "measurement_uid", "measurement_url",
            "probe_asn", "probe_cc", "report_id", "scores", "test_name",
        ],
        "properties": [
            "anomaly": ["type": "boolean"], "confirmed": ["type": "boolean"], "failure": ["type": "boolean"],
            "input": maybeText, "measurement_start_time": time, "measurement_uid": ["type": "string"],
            "measurement_url": ["type": "string"], "probe_asn": ["type": "string", "pattern": "^AS[0-9]+$"],
            "probe_cc": ["type": "string", "pattern": "^[A-Z]{2}$"], "report_id": ["type": "string"],
            "scores": ["type": "object", "properties": ["blocking_general": ["type": "number"]]],
            "test_name": ["type": "string"], "x_down": ["type": "number"], "x_failure": maybeText,
            "x_platform": maybeText, "x_stage": maybeText,
        ],
    ]
    private static let maybeText: JSONValue = ["type": ["string", "null"]]

    private static let measurementList: JSONValue = [
        "type": "object", "required": ["metadata", "results"],
        "properties": [
            "metadata": [
                "type": "object",
                "required": ["count", "pages", "current_page", "limit", "offset", "next_url", "query_time"],
                "properties": [
                    "count": ["type": "integer", "minimum": -1], "pages": ["type": "integer", "minimum": -1],
                    "current_page": ["type": "integer", "minimum": 1], "limit": count, "offset": count,
                    "next_url": maybeText, "query_time": ["type": "number"],
                    "x_cut": ["const": true, "description": "The search ended before it had seen all."],
                    "synthetic": ["const": true],
                ],
            ], "results": ["type": "array", "items": ["$ref": "#/components/schemas/Measurement"]],
        ],
    ]

    private static let aggregationRow: JSONValue = [
        "type": "object",
        "required": ["anomaly_count", "confirmed_count", "failure_count", "ok_count", "measurement_count"],
        "properties": [
            "anomaly_count": count, "confirmed_count": count, "failure_count": count, "ok_count": count,
            "measurement_count": count, "measurement_start_day": ["type": "string"], "probe_cc": ["type": "string"],
            "probe_asn": count, "test_name": ["type": "string"], "input": ["type": "string"],
            "domain": ["type": "string"], "category_code": ["type": "string"], "blocking_type": ["type": "string"],
        ],
    ]

    private static let aggregation: JSONValue = [
        "type": "object", "required": ["v", "dimension_count", "db_stats", "result"],
        "properties": [
            "v": ["const": 0], "dimension_count": ["type": "integer", "minimum": 0, "maximum": 2],
            "db_stats": ["type": "object"],
            "result": ["anyOf": [aggregationRow, ["type": "array", "items": aggregationRow]]],
        ],
    ]

    private static let ooniIncident: JSONValue = [
        "type": "object",
        "required": [
            "id", "title", "short_description", "slug", "start_time", "end_time", "create_time", "update_time",
            "published", "reported_by", "event_type", "CCs", "ASNs", "domains", "tags", "themes", "test_names", "links",
        ],
        "properties": [
            "id": ["type": "string"], "title": ["type": "string"], "short_description": ["type": "string"],
            "slug": ["type": "string"], "start_time": time, "end_time": maybeTime, "create_time": time,
            "update_time": time, "published": ["type": "boolean"], "reported_by": ["type": "string"],
            "event_type": ["type": "string"], "CCs": texts, "ASNs": ["type": "array", "items": ["type": "integer"]],
            "domains": texts, "tags": texts, "themes": texts, "test_names": texts, "links": texts,
        ],
    ]

    private static let signalAnswer: JSONValue = [
        "type": "object", "required": ["type", "metadata", "requestParameters", "error", "perf", "data", "copyright"],
        "properties": [
            "type": ["type": "string"], "metadata": ["type": "object"], "requestParameters": ["type": "object"],
            "error": ["type": "null"], "data": ["type": "array"], "copyright": ["type": "string"],
        ],
    ]
}
