import ObservatoryModel
import Storage
import WireFormats

/// The bins of one place as `/api/v1/series` gives them.
///
/// Thirty days in ten minutes are 65,000 numbers, so they are written as they come instead of being made into a document
/// first.
struct SeriesAnswer: Sendable {
    var series: Series
    var country: CountryCode
    var asn: ASN?
    /// The one column that was asked for; `nil` for all.
    var metric: String?
    var isSynthetic: Bool

    /// A column of a bin.
    typealias Metric = (name: String, value: @Sendable (MeasurementBin, Interval) -> JSONValue)

    static let metrics: [Metric] = [
        ("sessions", { bin, _ in .int(Int(bin.sessions)) }), ("failures", { bin, _ in .int(Int(bin.failures)) }),
        ("voided", { bin, _ in .int(Int(bin.voided)) }),
        ("failureShare", { bin, _ in bin.failureShare.map { .number($0) } ?? .null }),
        ("dns", { bin, _ in .int(Int(bin.dns)) }), ("tcp", { bin, _ in .int(Int(bin.tcp)) }),
        ("tls", { bin, _ in .int(Int(bin.tls)) }), ("quic", { bin, _ in .int(Int(bin.quic)) }),
        ("http", { bin, _ in .int(Int(bin.http)) }), ("transfers", { bin, _ in .int(Int(bin.transfers)) }),
        ("logSpeedRatio", { bin, _ in bin.logSpeedRatio.map { .number($0) } ?? .null }),
        ("ooni", { bin, _ in .int(Int(bin.ooni)) }), ("ooniBlocked", { bin, _ in .number(bin.ooniBlocked) }),
        ("ooniDown", { bin, _ in .number(bin.ooniDown) }),
        ("reports", { bin, step in bin.shownReports(step: step).map { .int(Int($0)) } ?? .null }),
    ]

    private var columns: [Metric] { Self.metrics.filter { metric == nil || metric == $0.name } }

    var json: [UInt8] {
        let columns = columns
        var writer = JSONWriter(capacity: 256 + series.lines.reduce(0) { $0 + $1.bins.count } * 256)
        writer.beginObject()
        writer.key("cc")
        writer.string(country.description)
        writer.key("asn")
        if let asn { writer.integer(asn.number) } else { writer.null() }
        writer.key("synthetic")
        writer.bool(isSynthetic)
        writer.key("step")
        writer.integer(series.step.milliseconds / 1000)
        writer.key("series")
        writer.beginArray()
        for line in series.lines {
            writer.beginObject()
            writer.key("platform")
            writer.string(line.platform.text)
            writer.key("bins")
            writer.beginArray()
            for bin in line.bins {
                writer.beginObject()
                writer.key("at")
                writer.time(bin.start)
                for column in columns {
                    writer.key(column.name)
                    column.value(bin, series.step).write(to: &writer)
                }
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    var csv: [UInt8] {
        let columns = columns
        var table = CSVTable(columns: ["at", "platform"] + columns.map(\.name))
        for line in series.lines {
            for bin in line.bins {
                table.append(
                    [.string(bin.start.description), .string(line.platform.text)]
                        + columns.map { $0.value(bin, series.step) })
            }
        }
        return table.bytes
    }
}

extension MeasurementBin {
    /// ln of the geometric mean of goodput here against goodput of the controls; `nil` without a transfer.
    var logSpeedRatio: Double? { transfers > 0 ? logRatioSum / Double(transfers) : nil }
}
