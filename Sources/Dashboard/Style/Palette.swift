/// The colours of pages and pictures, as `#rrggbb`.
///
/// Verdicts come from Okabe and Ito's set and Paul Tol's, told apart with the three common colour deficiencies by
/// lightness as well as hue, and carry glyphs besides; tests compute every contrast that the pages rely on.
struct Palette: Sendable {
    /// Page, raised surface, text, quiet text, lines.
    let page, surface, text, soft, line: String
    /// Links and the focus ring.
    let accent: String
    /// For each verdict: a strong colour for glyphs, areas and bars, and a tint to put text on.
    let ok, okTint, slow, slowTint, blocked, blockedTint, down, downTint, dark, darkTint, none, noneTint: String
    /// Land without data on the map.
    let land: String

    static let light = Palette(
        page: "#ffffff", surface: "#f4f6f8", text: "#16202a", soft: "#51606e", line: "#d5dce3", accent: "#0b5cad",
        ok: "#09716c", okTint: "#dff1ef", slow: "#9f5600", slowTint: "#fdecd2", blocked: "#b3123f",
        blockedTint: "#fbdfe6", down: "#6d3fa8", downTint: "#ece3f8", dark: "#22303d", darkTint: "#d3dae1",
        none: "#66727e", noneTint: "#f4f6f8", land: "#e3e8ed")

    static let night = Palette(
        page: "#10161d", surface: "#19222c", text: "#e8edf2", soft: "#a3b1be", line: "#33414f", accent: "#7cbcff",
        ok: "#4fc4bb", okTint: "#123a39", slow: "#f2ae4e", slowTint: "#46300d", blocked: "#ff7d9c",
        blockedTint: "#521427", down: "#c4a1f5", downTint: "#382257", dark: "#dde5ec", darkTint: "#323e4a",
        none: "#93a1ae", noneTint: "#19222c", land: "#263340")

    /// Names and values for the style sheet's custom properties.
    var properties: [(name: String, value: String)] {
        [
            ("page", page), ("surface", surface), ("text", text), ("soft", soft), ("line", line), ("accent", accent),
            ("ok", ok), ("ok-t", okTint), ("slow", slow), ("slow-t", slowTint), ("blocked", blocked),
            ("blocked-t", blockedTint), ("down", down), ("down-t", downTint), ("dark", dark), ("dark-t", darkTint),
            ("none", none), ("none-t", noneTint), ("land", land),
        ]
    }

    /// Rules for pictures that stand alone; librsvg knows no custom properties.
    var chartStyle: String {
        """
        text{font-family:system-ui,"DejaVu Sans",sans-serif;fill:\(soft)}
        .page{fill:\(page)}.head{fill:\(text);font-weight:600}.body{fill:\(text)}.word{font-weight:600}
        .hatch{fill:\(line)}.none{fill:url(#hatch)}.rest{fill:\(surface)}.track{fill:\(surface)}
        .band{fill:\(ok);opacity:.25}.fail{fill:\(blocked)}.base,.tick{stroke:\(line);fill:none;vector-effect:non-scaling-stroke}
        .during{fill:\(blocked);opacity:.1}.during.vs{fill:\(slow)}.during.vd{fill:\(dark)}
        .during.vp{fill:\(down)}.event{fill:\(accent);opacity:.14}.interval{fill:\(text)}
        .onset,.end{stroke:\(text)}.end{stroke-dasharray:3 2}.mark{fill:\(text);text-anchor:middle;font-size:9px}
        .low{fill:\(blocked)}.mid{fill:\(blocked);opacity:.6}.high{fill:\(blocked);opacity:.3}
        .middle{stroke:\(text);stroke-width:2}.lens{fill:none;stroke:\(accent);stroke-width:2}
        .phase.vo{fill:\(ok)}.phase.vs{fill:\(slow)}.phase.vb{fill:\(blocked)}.phase.vp{fill:\(down)}
        .phase.vd{fill:\(dark)}.word.vs{fill:\(slow)}.word.vb{fill:\(blocked)}.word.vp{fill:\(down)}
        .word.vd{fill:\(dark)}
        """
    }
}
