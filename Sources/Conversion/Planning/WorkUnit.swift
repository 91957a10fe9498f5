import Lake
import Parquet

/// Inputs that are converted, published and repeated as one.
///
/// A unit's files depend on its inputs and on the options, and on nothing else: neither on the number of threads nor on
/// the machine.
public struct WorkUnit: Sendable, Hashable {
    /// The inputs, in order.
    public let objects: [InputObject]
    /// The committed units whose inputs this one converts anew.
    var replaces: [String] = []

    /// The inputs' sizes together, in bytes.
    var size: Int { objects.reduce(0) { $0 + ($1.size ?? 0) } }

    /// The unit's name: 128 bits of hash over the inputs' identities and the options, in hexadecimal.
    ///
    /// - Parameters:
    ///   - options: Everything that changes what is written, as text.
    ///   - streamHash: The hash of standard input's bytes, where it is among the inputs.
    func id(options: String, streamHash: UInt64) -> String {
        let identities = objects.map { $0.identity?.text ?? "stdin \(streamHash)" }
        // What replaces a unit is another unit, even where its inputs are what they were long ago.
        let text = Array(([options] + identities + replaces.map { "replaces \($0)" }).joined(separator: "\n").utf8)
        return Self.longHash(of: text)
    }

    /// 128 bits of hash, in hexadecimal.
    static func longHash(of text: [UInt8]) -> String {
        hex(XXHash64.hash(text, seed: 0)) + hex(XXHash64.hash(text, seed: 1))
    }

    static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Groups inputs by size, in order: about sixteen units for a large job, within bounds that keep files and row groups
    /// worth having and failures cheap.
    ///
    /// The number of threads plays no part.
    ///
    /// - Parameter leastSize: What a unit of a small job grows to, in bytes.
    static func group(_ objects: [InputObject], leastSize: Int = 32 << 20) -> [WorkUnit] {
        let total = objects.reduce(0) { $0 + ($1.size ?? 0) }
        let target = min(max(total / 16, leastSize), 256 << 20)
        var units: [WorkUnit] = []
        var members: [InputObject] = []
        var size = 0
        for object in objects {
            if !members.isEmpty, size + (object.size ?? 0) > target || object.identity == nil {
                units.append(WorkUnit(objects: members))
                (members, size) = ([], 0)
            }
            members.append(object)
            size += object.size ?? 0
            if object.identity == nil {
                units.append(WorkUnit(objects: members))
                (members, size) = ([], 0)
            }
        }
        if !members.isEmpty { units.append(WorkUnit(objects: members)) }
        return units
    }
}
