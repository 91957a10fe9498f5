import JSON
import Lake
import Parquet

/// What the footer of a file tells about the inputs of the unit that it belongs to: a line of JSON under
/// `flowconv.inputs`.
///
///     {"count":2,"hash":"<32 digits>","names":["a.log.gz","b.log.gz"]}
///
/// Folders are left out, which the commit log has: the same objects give the same bytes wherever they lie, and nobody's
/// paths go out with the data. The hash is over name, size and tag of all inputs, in order. It is left out for standard input
/// and pipes, which are told by all of their bytes, while a full file is finished before the last of them has come. The
/// names are left out where they are long together: the footer is what every query reads first.
enum InputsNote {
    /// The names that are listed have at most so many bytes together.
    static let longestNames = 512

    /// The note about a unit's inputs.
    static func note(on unit: WorkUnit) -> KeyValue {
        var members = [JSONMember("count", .integer(unit.objects.count))]
        let names = unit.objects.map { $0.identity.map(name) ?? "-" }
        let identities = unit.objects.compactMap(\.identity)
        if identities.count == unit.objects.count {
            let text = identities.map { "\(name($0)) \($0.size) \($0.tag)" }.joined(separator: "\n")
            members.append(JSONMember("hash", .string(WorkUnit.longHash(of: Array(text.utf8)))))
        }
        if names.reduce(0, { $0 + $1.utf8.count }) <= longestNames {
            members.append(JSONMember("names", .strings(names)))
        }
        return KeyValue(key: "flowconv.inputs", value: JSONText.compact(.object(members)))
    }

    /// The last part of an input's path or key.
    private static func name(_ identity: InputIdentity) -> String {
        String(identity.path.split(separator: "/").last ?? "-")
    }
}
