import Testing

@testable import Dashboard

struct CurveChartTests {
    private let chart = CurveChart(
        title: "Delay <and> alarms", xTitle: "false alarms", yTitle: "minutes",
        curves: [
            .init(
                name: "mine", points: [.init(x: 0.02, y: 4, isBound: true), .init(x: 2, y: 2)], isMain: true),
            .init(name: "theirs", points: [.init(x: 0.2, y: 40), .init(x: 20, y: 2)]),
            .init(name: "nothing", points: []),
        ])

    private func numbers(_ attribute: String, in svg: String) -> [Double] {
        svg.matches(of: try! Regex(" \(attribute)=\"([0-9.]+)\"")).compactMap { Double($0.output[1].substring ?? "") }
    }

    @Test func `every point has its mark, more to the right for more alarms and higher for more minutes`() {
        let svg = chart.svg
        let (x, y) = (numbers("cx", in: svg), numbers("cy", in: svg))
        #expect(x.count == 4 && y.count == 4)
        #expect(x[0] < x[2] && x[2] < x[1] && x[1] < x[3], "0.02, 0.2, 2, 20")
        #expect(y[2] < y[0] && y[0] < y[1] && y[1] == y[3], "40 above 4 above 2")
        // Decades are equally far apart.
        #expect(abs((x[2] - x[0]) - (x[3] - x[1])) < 0.2)
    }

    @Test func `a bound is hollow, names stand beside their curves, and a curve without points is left out`() {
        let svg = chart.svg
        #expect(svg.matches(of: /<circle[^>]*fill="#ffffff"/).count == 1)
        #expect(svg.contains(">mine</text>") && svg.contains(">theirs</text>") && !svg.contains("nothing"))
        #expect(svg.contains("Delay &lt;and&gt; alarms") && !svg.contains("<and>"))
        let names = svg.matches(of: /y="([0-9.]+)" style="fill/).compactMap { Double($0.output.1) }
        #expect(names.count == 2 && abs(names[1] - names[0]) >= 15, "two names at one height are moved apart")
        #expect(chart.summary == "mine: from 0.02, 4 to 2, 2. theirs: from 0.2, 40 to 20, 2.")
    }
}
