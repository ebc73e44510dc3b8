import Gazetteer
import ObservatoryModel
import Publishing

/// Tables of platforms by networks.
extension PageWriter {
    /// A table with a row a network (`nil` for the country as a whole) and a column a platform.
    func matrix(
        id: String, rows: [ASN?], platforms: [PlatformID], cells: [CellState], networks: [NetworkShare]
    ) -> View {
        struct Key: Hashable {
            var asn: ASN?
            var platform: PlatformID
        }
        let known = Dictionary(
            cells.map { (Key(asn: $0.asn, platform: $0.platform), $0) }, uniquingKeysWith: { first, _ in first })
        let shares = Dictionary(networks.map { ($0.asn, $0.users) }, uniquingKeysWith: { first, _ in first })
        return [
            "id": .text(id), "corner": .text(text("network")),
            "columns": .views(
                platforms.map { ["href": .text(text.link(.platform($0))), "name": .text(text.name($0))] }),
            "rows": .views(
                rows.map { asn in
                    [
                        "whole": .flag(asn == nil),
                        "name": .text(asn.map { text.name($0) } ?? text("matrix.whole")),
                        "href": .optional(asn.map { text.link(.network($0)) }),
                        "note": .optional(asn.flatMap { shares[$0] ?? nil }.map { text.percent($0) }),
                        "cells": .views(platforms.map { cell(known[Key(asn: asn, platform: $0)]) }),
                    ]
                }),
        ]
    }

    /// One cell: verdict, how many failed of how many, and how old that is.
    func cell(_ cell: CellState?) -> View {
        guard let cell else {
            return [
                "class": "vn", "glyph": .text(Verdict.insufficient.glyph),
                "word": .text(text.messages.text("verdict.insufficient")), "sample": "",
            ]
        }
        let isWatched = cell.isWatched
        let word = text.messages.text("verdict.\(cell.verdict.rawValue)")
        return [
            "class": .text(cell.verdict.styleClass + (isWatched ? " watch" : "")),
            "glyph": .text(cell.verdict.glyph + (isWatched ? "!" : "")),
            "word": .text(!isWatched ? word : "\(word), \(text("attention.\(cell.attention.rawValue)"))"),
            "sample": .text(cell.votes > 0 ? "\(cell.failures)/\(cell.votes)" : ""),
            "age": .optional(cell.newest.map { text.age($0) }),
        ]
    }
}

extension CellState {
    /// Whether something is suspected, watched or reported, and the verdict does not say so.
    var isWatched: Bool {
        (verdict == .ok || verdict == .insufficient) && attention.rank >= CellState.Attention.reported.rank
    }
}
