/// A peer with the setting that it is to run at.
package struct PeerChoice: Sendable {
    package let peer: Peer
    package let setting: Double

    package init(_ peer: Peer, setting: Double? = nil) {
        self.peer = peer
        self.setting = setting ?? peer.tuned
    }

    /// All peers at about one false alarm per country-platform-year.
    package static var all: [PeerChoice] { Peer.all.map { PeerChoice($0) } }

    /// `ooni` at its tuned setting, `ooni 3.5` at another.
    package var name: String {
        setting == peer.tuned ? peer.name : "\(peer.name) \(ScoreReport.shortNumber(setting))"
    }

    package func detector() -> any StreamDetector { peer.detector(setting) }

    /// Reads `all`, or names parted by commas, each as it is or followed by `=` and a number or `published`:
    /// `thr15_c,ooni=published,focus=60`.
    package static func read(_ text: String) throws(PeerChoiceError) -> [PeerChoice] {
        var choices: [PeerChoice] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            if item == "all" {
                choices += all
                continue
            }
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let peer = Peer.named(parts[0]) else { throw .unknownPeer(parts[0]) }
            guard parts.count == 2 else {
                choices.append(PeerChoice(peer))
                continue
            }
            if parts[1] == "published" {
                guard let published = peer.published else { throw .unpublished(peer.name) }
                choices.append(PeerChoice(peer, setting: published))
            } else {
                guard let setting = Double(parts[1]), setting.isFinite, setting > 0 else {
                    throw .badSetting(peer: peer.name, setting: parts[1])
                }
                choices.append(PeerChoice(peer, setting: setting))
            }
        }
        var names: Set<String> = []
        for choice in choices where !names.insert(choice.name).inserted { throw .twice(choice.name) }
        return choices
    }
}

/// Why a choice of peers cannot be read: a sentence for people.
package enum PeerChoiceError: Error, Hashable, CustomStringConvertible {
    case unknownPeer(String)
    case unpublished(String)
    case badSetting(peer: String, setting: String)
    case twice(String)

    package var description: String {
        switch self {
        case .unknownPeer(let name):
            "No peer is called “\(name)”. There are \(Peer.all.map(\.name).joined(separator: ", ")), and all."
        case .unpublished(let name): "The makers of “\(name)” give no setting; say a number, \(name)=12."
        case .badSetting(let peer, let setting): "“\(setting)” is no setting for \(peer): a number above 0 is needed."
        case .twice(let name): "“\(name)” is asked for twice."
        }
    }
}
